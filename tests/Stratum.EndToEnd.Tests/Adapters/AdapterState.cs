namespace Stratum.EndToEnd.Tests;

/// <summary>What /status says of one adapter.</summary>
internal sealed record AdapterState(string State, long Accepted, long Duplicates, long Rejected, long? LastReadingAgeSeconds, string? LastError)
{
    /// <summary>Readings that came in and are in the store.</summary>
    public long Taken => Accepted + Duplicates;
}
