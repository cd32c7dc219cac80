using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class PhysicalFileSystemTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stratum-storage-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Store_OnRealFiles_ComesBackAfterReopen()
    {
        var options = new StoreOptions { Directory = Path.Combine(_directory, "deep", "store") };
        var row = Make.Row(Make.Series(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await using (var store = ObservationStore.Open(options, PhysicalFileSystem.Instance, TimeProvider.System, new FixedTrust()))
        {
            Assert.Equal([AppendOutcome.Added], await store.AppendAsync([row], CancellationToken.None));
            var held = Assert.Throws<IOException>(() => ObservationStore.Open(options, PhysicalFileSystem.Instance, TimeProvider.System, new FixedTrust()));
            Assert.Contains("held by another process", held.Message, StringComparison.Ordinal);
        }

        await using var again = ObservationStore.Open(options, PhysicalFileSystem.Instance, TimeProvider.System, new FixedTrust());
        Assert.Equal(row.Observation, Assert.Single(again.Query(new ObservationQuery())).Observation);
        Assert.True(PhysicalFileSystem.Instance.FreeBytes(_directory) > 0);
    }

    [Fact]
    public void FlushDirectory_MissingDirectory_NamesIt()
    {
        var missing = Path.Combine(_directory, "missing");

        var error = Assert.Throws<IOException>(() => PhysicalFileSystem.Instance.FlushDirectory(missing));

        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }
}
