using System.Net.Quic;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>Whether this machine can speak QUIC, and if not, why; for <c>stratum doctor</c> and the log.</summary>
public static class QuicSupport
{
    // The name that System.Net.Quic loads.
    private const string Library = "libmsquic.so.2";

    // msquic.h: QUIC_PARAM_GLOBAL_LIBRARY_VERSION, four 32-bit numbers.
    private const uint LibraryVersionParameter = 0x01000004;
    private const int VersionParts = 4;

    // msquic.h, QUIC_API_TABLE: SetContext, GetContext, SetCallbackHandler, SetParam, GetParam.
    private const int GetParameterIndex = 4;
    private const uint ApiVersion = 2;

    /// <summary>Whether <c>quic</c> and the QUIC half of <c>auto</c> work.</summary>
    [SupportedOSPlatformGuard("linux")]
    [SupportedOSPlatformGuard("windows")]
    [SupportedOSPlatformGuard("macos")]
    public static bool IsSupported => (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        && QuicListener.IsSupported && QuicConnection.IsSupported;

    /// <summary>Why QUIC is off and what to do about it, as one line; null when it is on.</summary>
    public static string? ReasonMissing()
    {
        if (IsSupported)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return ".NET offers no QUIC on this operating system";
        }

        return LibraryVersion() is { } version
            ? $"libmsquic {version} was found, but .NET cannot use it: version 2.2.2 or newer built for OpenSSL 3 is needed"
            : $"{Library} cannot be loaded; install the package libmsquic (packages.microsoft.com), or put its directory into LD_LIBRARY_PATH";
    }

    /// <summary>Version of libmsquic ("2.4.9"), or null when it cannot be loaded.</summary>
    public static unsafe string? LibraryVersion()
    {
        if (!NativeLibrary.TryLoad(Library, out var handle))
        {
            return null;
        }

        // The library stays loaded: it has threads that must not lose their code.
        if (!NativeLibrary.TryGetExport(handle, "MsQuicOpenVersion", out var open) || !NativeLibrary.TryGetExport(handle, "MsQuicClose", out var close))
        {
            return null;
        }

        void** api;
        if (((delegate* unmanaged[Cdecl]<uint, void***, int>)open)(ApiVersion, &api) != 0)
        {
            return null;
        }

        var parts = stackalloc uint[VersionParts];
        var sizeBytes = (uint)(VersionParts * sizeof(uint));
        var getParameter = (delegate* unmanaged[Cdecl]<void*, uint, uint*, void*, int>)api[GetParameterIndex];
        var failed = getParameter(null, LibraryVersionParameter, &sizeBytes, parts) != 0;
        ((delegate* unmanaged[Cdecl]<void**, void>)close)(api);
        return failed ? null : $"{parts[0]}.{parts[1]}.{parts[2]}";
    }
}
