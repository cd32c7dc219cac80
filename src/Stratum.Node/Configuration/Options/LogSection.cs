namespace Stratum.Node.Configuration;

/// <summary>[log]: what the node tells.</summary>
internal sealed record LogSection
{
    /// <summary>trace, debug, info, warn or error.</summary>
    public string Level { get; init; } = "info";

    /// <summary>text or json.</summary>
    public string Format { get; init; } = "text";

    /// <summary>File to write beside standard error, a full path once loaded; empty: none.</summary>
    public string File { get; init; } = "";

    /// <summary>MiB at which the file is rolled.</summary>
    public int FileMaxMb { get; init; } = 10;

    /// <summary>Rolled files kept: 5 of 10 MiB are little on an SD card.</summary>
    public int FilesKept { get; init; } = 5;
}
