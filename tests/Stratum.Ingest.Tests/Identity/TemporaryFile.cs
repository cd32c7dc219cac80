namespace Stratum.Ingest.Tests;

/// <summary>A path in a folder of its own, which goes with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("stratum-memory-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "adapters.json");

    public void Dispose() => _directory.Delete(recursive: true);
}
