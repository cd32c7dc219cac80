using System.Reflection;
using System.Runtime.InteropServices;

namespace Stratum.Core;

/// <summary>
/// The part of libsodium that Stratum uses. The library is found under Debian's name (libsodium.so.23), the name of libsodium
/// 1.0.19 and later (.26) or the unversioned one.
/// </summary>
internal static partial class Sodium
{
    private const string Library = "sodium";

    private static readonly string[] FileNames = ["libsodium.so.23", "libsodium.so.26", "libsodium.so", "libsodium.dylib", "libsodium"];

    private static readonly string? LoadError;

    static Sodium()
    {
        NativeLibrary.SetDllImportResolver(typeof(Sodium).Assembly, Resolve);
        try
        {
            LoadError = Init() < 0 ? "sodium_init failed" : null;
        }
        catch (DllNotFoundException)
        {
            LoadError = "libsodium was not found";
        }
        catch (EntryPointNotFoundException)
        {
            LoadError = "the libsodium that was found lacks sodium_init";
        }
    }

    /// <summary>Null when the library works, otherwise one line that says what to install.</summary>
    public static string? Problem => LoadError is null
        ? null
        : $"{LoadError}: install it (Debian, Ubuntu, Raspberry Pi OS: apt-get install libsodium23; Alpine: apk add libsodium) and start again";

    /// <summary>The library's version, for instance "1.0.18".</summary>
    public static string Version
    {
        get
        {
            ThrowIfMissing();
            return Marshal.PtrToStringUTF8(VersionString()) ?? "unknown";
        }
    }

    public static void ThrowIfMissing()
    {
        if (Problem is { } problem)
        {
            throw new StratumException(problem);
        }
    }

    [LibraryImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SeedKeyPair(Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SignDetached(
        Span<byte> signature, out ulong signatureLength, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int VerifyDetached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Init();

    [LibraryImport(Library, EntryPoint = "sodium_version_string")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint VersionString();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var fileName in FileNames)
        {
            if (NativeLibrary.TryLoad(fileName, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
