using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

/// <summary>The store of the golden files: two days in tables, one of them merged, and rows in the log that no table holds.</summary>
internal static class GoldenStore
{
    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 12 * 420,
        BlockRows = 8,
        MergeQuietSeconds = 0,
        MaxAgeDays = 0,
    };

    /// <summary>What every version of it holds, in order of time.</summary>
    public static IReadOnlyList<NewObservation> Rows { get; } =
    [
        .. Enumerable.Range(0, 60).Select(static at => Make.Row(
            Make.Series("d" + (at % 3), at % 2 == 0 ? "temperature" : "humidity", note: "h\u00f6he 3 m"),
            Make.Midnight - 140_000 + (at * 1800),
            at % 7 == 0 ? -0.0 : Math.Round(at * 1.37, 2),
            at % 5 == 0 ? null : new GeoPoint(57.15, -2.1 + (at % 4 * 0.001)),
            at % 6 == 0 ? 12.5 : null,
            signature: at,
            receivedAtMs: ((Make.Midnight - 140_000 + (at * 1800)) * 1000) + (at * 37)) with { Assessment = ScoreOf(at) }),
    ];

    private static Assessment ScoreOf(int at) => at % 4 == 0
        ? new Assessment(0.25, QualityFlag.Suspect, ["4.8 degC above " + at + " neighbours", "stuck"]) { Plausibility = 1, Spatial = 0.1 }
        : new Assessment(0.9, QualityFlag.Good, []) { Plausibility = 1, Spatial = at % 3 == 0 ? null : 0.85, Temporal = 0.5 };

    /// <summary>Writes the store below a directory of the machine; for a new version.</summary>
    public static async Task WriteAsync(string directory)
    {
        await using var fixture = new StoreFixture { Options = Options };
        foreach (var chunk in Rows.Chunk(7))
        {
            await fixture.AppendAsync(chunk);
        }

        // As a power cut leaves it: the newest rows are in the log alone.
        foreach (var part in (string[])["", "wal", "tables"])
        {
            Directory.CreateDirectory(Path.Combine(directory, part));
            foreach (var name in fixture.Files.ListFiles(Path.Combine(StoreFixture.Directory, part)).Where(static name => name != "RESERVE"))
            {
                await File.WriteAllBytesAsync(Path.Combine(directory, part, name), fixture.Files.ReadAll(Path.Combine(StoreFixture.Directory, part, name)));
            }
        }
    }

    /// <summary>A simulated disk with the files of a directory.</summary>
    public static SimulatedFileSystem Load(string directory)
    {
        var files = new SimulatedFileSystem();
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(StoreFixture.Directory, Path.GetRelativePath(directory, path));
            files.CreateDirectory(Path.GetDirectoryName(target)!);
            using var file = files.Create(target);
            file.Write(0, File.ReadAllBytes(path));
            file.FlushFile();
        }

        return files;
    }

    /// <summary>The files of a store, on a disk of their own.</summary>
    public static SimulatedFileSystem Copy(SimulatedFileSystem files)
    {
        var copy = new SimulatedFileSystem();
        foreach (var part in (string[])["", "/wal", "/tables"])
        {
            copy.CreateDirectory(StoreFixture.Directory + part);
            foreach (var name in files.ListFiles(StoreFixture.Directory + part).Where(static name => name != "RESERVE"))
            {
                using var file = copy.Create($"{StoreFixture.Directory}{part}/{name}");
                file.Write(0, files.ReadAll($"{StoreFixture.Directory}{part}/{name}"));
                file.FlushFile();
            }

            copy.FlushDirectory(StoreFixture.Directory + part);
        }

        return copy;
    }
}
