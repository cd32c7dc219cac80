namespace Stratum.Core;

/// <summary>What `stratum doctor` and start-up say of the cryptographic library.</summary>
public static class CryptoLibrary
{
    /// <summary>Null when libsodium works, otherwise one line that says what to install.</summary>
    public static string? Problem => Sodium.Problem;

    /// <summary>The library's version, for instance "1.0.18". Throws <see cref="StratumException"/> when it is missing.</summary>
    public static string Version => Sodium.Version;

    /// <summary>Throws a <see cref="StratumException"/> that says what to install when libsodium is missing.</summary>
    public static void ThrowIfMissing() => Sodium.ThrowIfMissing();
}
