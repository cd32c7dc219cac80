namespace Stratum.Ingest;

/// <summary>A key in use: its request's body, and the answer once there is one.</summary>
internal sealed class IdempotencyEntry(string key, byte[] bodyHash, long startedAt)
{
    public string Key => key;

    public byte[] BodyHash => bodyHash;

    public long StartedAt => startedAt;

    public Reply? Reply { get; set; }
}
