namespace Stratum.Ingest.Tests;

/// <summary>Choices of sources for tests that read one message.</summary>
internal static class Choices
{
    public static SourceChoice New => new(new AdapterMemory(null));
}
