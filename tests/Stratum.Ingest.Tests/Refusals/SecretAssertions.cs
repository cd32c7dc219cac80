namespace Stratum.Ingest.Tests;

internal static class SecretAssertions
{
    /// <summary>Neither the log nor anything that /status shows has the secret.</summary>
    public static void ShowsNoSecret(this IngestServer server, string secret)
    {
        Assert.DoesNotContain(secret, server.Log.All, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, server.Ingest.Status.LastError ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            server.Ingest.RefusedSenders.Newest(100),
            sender => $"{sender.Path} {sender.Reason} {sender.Advice}".Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}
