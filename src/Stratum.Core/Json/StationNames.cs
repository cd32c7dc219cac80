namespace Stratum.Core;

/// <summary>The JSON spellings of station columns.</summary>
public static class StationNames
{
    /// <summary>"local", "mesh" or "import".</summary>
    public static string Of(ReceivedVia via) => via switch
    {
        ReceivedVia.Local => "local",
        ReceivedVia.Mesh => "mesh",
        _ => "import",
    };

    /// <summary>"device", "receipt" or "unknown".</summary>
    public static string Of(TimeSource source) => source switch
    {
        TimeSource.Device => "device",
        TimeSource.Receipt => "receipt",
        _ => "unknown",
    };
}
