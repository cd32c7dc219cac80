using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

/// <summary>What a damaged byte, or a file that was cut, may cost at most: the block or the row that it is in, and nothing else.</summary>
public sealed class DamageBoundTests
{
    private const int BlockRows = 4;

    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        BlockRows = BlockRows,
        MaxAgeDays = 0,
    };

    private static NewObservation Row(int at) => Make.Row(
        Make.Series("d" + (at % 3)),
        Make.Midnight - 86_400 + (at / 24 * 86_400L) + (at % 24 * 60),
        at * 0.1,
        at % 3 == 0 ? null : new GeoPoint(57, -2 + (at % 3)));

    // A disk as a killed node leaves it: two days in tables, and the log of what came later, in several segments and records.
    private static async Task<(SimulatedFileSystem Files, List<NewObservation> Rows)> FilledAsync()
    {
        await using var fixture = new StoreFixture { Options = Options };
        var rows = Enumerable.Range(0, 48).Select(Row).ToList();
        await fixture.AppendAsync([.. rows]);
        fixture.Options = Options with { WalSegmentBytes = 2048 };
        await fixture.ReopenAsync();
        foreach (var chunk in Enumerable.Range(48, 60).Select(Row).Chunk(7))
        {
            rows.AddRange(chunk);
            await fixture.AppendAsync(chunk);
        }

        return (fixture.Files.AfterCrash(SurvivingWrites.None, 1), rows);
    }

    private static List<string> FilesOf(SimulatedFileSystem files) =>
    [
        .. ((string[])["", "/wal", "/tables"])
            .SelectMany(part => files.ListFiles(StoreFixture.Directory + part).Select(name => $"{StoreFixture.Directory}{part}/{name}"))
            .Where(static path => !path.EndsWith("RESERVE", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    // How many contents are gone after the start, and what it says of it.
    private static async Task<(int Lost, long Corruptions)> OpenAsync(SimulatedFileSystem files, List<NewObservation> rows, string context)
    {
        await using var fixture = new StoreFixture { Files = files, Options = Options };
        var held = fixture.All();
        var sent = rows.ToDictionary(static row => row.Observation.ContentId, static row => row.Observation);
        foreach (var row in held)
        {
            Assert.True(sent.TryGetValue(row.Observation.ContentId, out var signed), $"{context}: a row that nobody sent");
            Assert.Equal(signed, row.Observation);
        }

        Assert.Equal(held.Count, StoreFixture.Ids(held).Distinct().Count());
        return (rows.Count - held.Count, fixture.Store.Status.Corruptions);
    }

    [Fact]
    public async Task Flip_OfEachByteOfEachFile_LosesAtMostTheBlockOrRowThatItHits()
    {
        var (pristine, rows) = await FilledAsync();
        var lostIn = new Dictionary<string, int>();
        foreach (var path in FilesOf(pristine))
        {
            var length = pristine.ReadAll(path).Length;
            var bound = path.EndsWith(".table", StringComparison.Ordinal) ? BlockRows : path.EndsWith(".wal", StringComparison.Ordinal) ? 1 : 0;
            // All offsets of the small files, and of a long one each third with the first and the last hundred.
            for (var at = 0; at < length; at += length < 1500 || at < 100 || at > length - 400 ? 1 : 3)
            {
                var files = GoldenStore.Copy(pristine);
                files.FlipBit(path, at, at % 8);
                var context = $"bit {at % 8} of byte {at} of {length} of {path}";
                var (lost, corruptions) = await OpenAsync(files, rows, context);
                Assert.True(lost <= bound, $"{context}: {lost} rows lost, {bound} may be");
                Assert.True(lost == 0 || corruptions > 0, $"{context}: {lost} rows lost in silence");
                lostIn[path] = lostIn.GetValueOrDefault(path) + lost;
            }
        }

        Assert.Contains(lostIn, static pair => pair.Value > 0);
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST")]
    public async Task Flip_InCurrentOrManifest_IsCountedAndCostsNothing(string name)
    {
        var (pristine, rows) = await FilledAsync();
        var path = FilesOf(pristine).Last(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
        var bytes = pristine.ReadAll(path);
        for (var at = 0; at < bytes.Length; at++)
        {
            var files = GoldenStore.Copy(pristine);
            files.FlipBit(path, at, 2);
            var (lost, corruptions) = await OpenAsync(files, rows, $"byte {at} of {path}");
            Assert.Equal(0, lost);
            // Zeros that pad a record are under no CRC, and nobody reads them.
            Assert.True(corruptions > 0 || (bytes[at] == 0 && name == "MANIFEST"), $"byte {at} of {path} is damaged, and nobody says so");
        }
    }

    [Fact]
    public async Task Flip_InTheHeaderOfASegment_IsCountedAndCostsNothing()
    {
        var (pristine, rows) = await FilledAsync();
        foreach (var path in FilesOf(pristine).Where(static path => path.EndsWith(".wal", StringComparison.Ordinal)))
        {
            for (var at = 0; at < WalFormat.HeaderBytes; at += 5)
            {
                var files = GoldenStore.Copy(pristine);
                files.FlipBit(path, at, 1);
                Assert.Equal((0, 1L), await OpenAsync(files, rows, $"byte {at} of {path}"));
            }
        }
    }

    [Fact]
    public async Task CutOff_SegmentInTheMiddleOfTheLog_LosesOnlyTheRowsThatAreCutOff()
    {
        var (pristine, rows) = await FilledAsync();
        var segments = FilesOf(pristine).Where(static path => path.EndsWith(".wal", StringComparison.Ordinal)).ToList();
        var path = segments[^2];
        var length = pristine.ReadAll(path).Length;
        var before = 0;
        for (var cut = length; cut >= WalFormat.HeaderBytes; cut -= 5)
        {
            var files = GoldenStore.Copy(pristine);
            using (var file = files.OpenWrite(path))
            {
                file.SetLength(cut);
                file.FlushFile();
            }

            var (lost, _) = await OpenAsync(files, rows, $"{path} cut to {cut} of {length} bytes");
            // A row takes more than a hundred bytes: five fewer take one more row at most.
            Assert.True(lost - before is 0 or 1, $"cut to {cut}: {lost} rows lost, {before} of five bytes more");
            Assert.True(lost <= ((length - cut) / 110) + 1, $"cut to {cut} of {length}: {lost} rows lost");
            before = lost;
        }

        Assert.True(before > 5, $"{before} rows in the segment");
    }

    [Fact]
    public async Task CutOff_NewestSegment_KeepsEveryWholeRowAndSoDoesTheStartAfterIt()
    {
        var (pristine, rows) = await FilledAsync();
        var path = FilesOf(pristine).Last(static path => path.EndsWith(".wal", StringComparison.Ordinal));
        var length = pristine.ReadAll(path).Length;
        var before = 0;
        for (var cut = length; cut >= WalFormat.HeaderBytes; cut -= 5)
        {
            var files = GoldenStore.Copy(pristine);
            using (var file = files.OpenWrite(path))
            {
                file.SetLength(cut);
                file.FlushFile();
            }

            var (lost, _) = await OpenAsync(files, rows, $"cut to {cut}");
            Assert.True(lost - before is 0 or 1, $"cut to {cut}: {lost} rows lost, {before} of five bytes more");
            files = GoldenStore.Copy(pristine);
            using (var file = files.OpenWrite(path))
            {
                file.SetLength(cut);
                file.FlushFile();
            }

            // Killed after the start that mended the tail.
            await using var fixture = new StoreFixture { Files = files, Options = Options };
            fixture.Open();
            fixture.Files.FlushDirectory(StoreFixture.Directory);
            await fixture.CrashAsync();
            Assert.Equal((rows.Count - lost, 0L), (fixture.All().Count, fixture.Store.Status.Corruptions));
            before = lost;
        }
    }

    [Fact]
    public async Task CutOff_Table_LosesOnlyTheBlocksThatAreCutOff()
    {
        var (pristine, rows) = await FilledAsync();
        var path = FilesOf(pristine).First(static path => path.EndsWith(".table", StringComparison.Ordinal));
        List<BlockEntry> blocks;
        using (var table = TableReader.Open(pristine, path))
        {
            blocks = [.. table.Blocks];
        }

        var length = pristine.ReadAll(path).Length;
        for (var cut = length - 1; cut > blocks[0].Offset + blocks[0].Length; cut -= 11)
        {
            var files = GoldenStore.Copy(pristine);
            using (var file = files.OpenWrite(path))
            {
                file.SetLength(cut);
                file.FlushFile();
            }

            var expected = blocks.Where(block => block.Offset + block.Length > cut).Sum(static block => block.Count);
            var (lost, corruptions) = await OpenAsync(files, rows, $"cut to {cut}");
            Assert.Equal((expected, true), (lost, corruptions > 0));
        }
    }
}
