using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class InspectionTests
{
    private static readonly StoreOptions Options = new() { Directory = StoreFixture.Directory, BlockRows = 16 };

    private static string Tables => Path.Combine(StoreFixture.Directory, "tables");

    private static string Wal => Path.Combine(StoreFixture.Directory, "wal");

    // Two series in a table, and the rest in the log.
    private static async Task<StoreFixture> FilledAsync(bool killed = true)
    {
        var fixture = new StoreFixture { Options = Options };
        foreach (var device in (string[])["a", "b"])
        {
            await fixture.AppendAsync([.. Enumerable.Range(0, 50).Select(at =>
                Make.Row(Make.Series(device), Make.Midnight + (at * 60), 20 + (at / 10.0), new GeoPoint(57.1, -2.1)))]);
        }

        await fixture.ReopenAsync();
        await fixture.AppendAsync([.. Enumerable.Range(50, 30).Select(at => Make.Row(Make.Series("c"), Make.Midnight + (at * 60), at))]);
        if (killed)
        {
            // What kill -9 leaves: the log keeps its rows.
            fixture.Files = fixture.Files.AfterCrash(SurvivingWrites.None, 1);
        }

        return fixture;
    }

    private static CheckResult Check(IFileSystem files, bool signatures = false)
    {
        using var inspection = StoreInspection.Open(StoreFixture.Directory, files);
        return inspection.Check(signatures, null, CancellationToken.None);
    }

    private static void Flip(SimulatedFileSystem files, string path, long offset)
    {
        using var file = files.OpenWrite(path);
        var one = new byte[1];
        file.Read(offset, one);
        one[0] ^= 0x10;
        file.Write(offset, one);
    }

    private static long LengthOf(SimulatedFileSystem files, string path)
    {
        using var file = files.OpenRead(path);
        return file.Length;
    }

    [Fact]
    public async Task Check_WholeStore_FindsNothingAndCountsEverything()
    {
        await using var fixture = await FilledAsync();

        var result = Check(fixture.Files);

        Assert.Empty(result.Defects);
        Assert.Empty(result.Notices);
        // The first hundred are in the table and still in the log.
        Assert.Equal((1, 230L), (result.Tables, result.Rows));
        Assert.True(result.WalSegments > 0);
    }

    [Fact]
    public async Task Check_OneByteFlippedAnywhereInATable_IsFoundAndNamesTheFile()
    {
        await using var fixture = await FilledAsync();
        var table = Path.Combine(Tables, fixture.Files.ListFiles(Tables).Single());
        for (long at = 0; at < LengthOf(fixture.Files, table); at += 7)
        {
            Flip(fixture.Files, table, at);
            var result = Check(fixture.Files);
            Flip(fixture.Files, table, at);
            Assert.True(result.DefectCount > 0 && result.Defects[0].Path == table, $"byte {at}");
        }

        Assert.Empty(Check(fixture.Files).Defects);
    }

    [Fact]
    public async Task Check_OneByteFlippedInARecordOfTheLog_IsFoundAndNamesTheSegment()
    {
        await using var fixture = await FilledAsync();
        var segment = Path.Combine(Wal, fixture.Files.ListFiles(Wal).Order(StringComparer.Ordinal).Last());
        // The definition of the series stands first; rows follow it.
        Flip(fixture.Files, segment, WalFormat.HeaderBytes + 12);

        var result = Check(fixture.Files);

        Assert.Contains(result.Defects, defect => defect.Path == segment && defect.Offset == WalFormat.HeaderBytes);
    }

    [Fact]
    public async Task Check_TornTail_IsANoticeAndNoDamage()
    {
        await using var fixture = await FilledAsync();
        var segment = Path.Combine(Wal, fixture.Files.ListFiles(Wal).Order(StringComparer.Ordinal).Last());
        using (var file = fixture.Files.OpenWrite(segment))
        {
            file.SetLength(file.Length - 9);
        }

        var result = Check(fixture.Files);

        Assert.Empty(result.Defects);
        Assert.Contains(result.Notices, notice => notice.Contains("cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_MissingTableAndDamagedCurrent_AreFound()
    {
        await using var fixture = await FilledAsync();
        var table = Path.Combine(Tables, fixture.Files.ListFiles(Tables).Single());
        fixture.Files.Delete(table);
        Assert.Contains(Check(fixture.Files).Defects, defect => defect.Path == table && defect.Problem.Contains("missing", StringComparison.Ordinal));

        Flip(fixture.Files, Path.Combine(StoreFixture.Directory, "CURRENT"), 9);
        Assert.Contains(Check(fixture.Files).Defects, static defect => defect.Path.EndsWith("CURRENT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_Signatures_FindsEachThatIsWrong()
    {
        using var key = NodeKey.FromSeed(new byte[32]);
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        (texts[(int)TextField.DeviceId], texts[(int)TextField.ReadingType]) = ("a", "temperature");
        var series = new Series(key.NodeId, 1, texts);
        var fixture = new StoreFixture { Options = Options };
        await using (fixture)
        {
            var rows = Enumerable.Range(0, 40).Select(at =>
            {
                var signed = ObservationSigner.Sign(new Observation(series, Make.Midnight + at, at, null, null), key);
                return new NewObservation(signed, 0, ReceivedVia.Local, TimeSource.Device, Assessment.NotEvaluated);
            }).ToArray();
            await fixture.AppendAsync(rows);
            await fixture.CloseAsync();
            // In the table, and still in the log.
            Assert.Equal((0L, 80L), (Check(fixture.Files, signatures: true).DefectCount, Check(fixture.Files, signatures: true).Signatures));

            fixture.Open();
            await fixture.AppendAsync(Make.Row(series, Make.Midnight + 99));
            await fixture.CloseAsync();
            var result = Check(fixture.Files, signatures: true);
            Assert.All(result.Defects, static defect => Assert.Contains("1 of ", defect.Problem, StringComparison.Ordinal));
            Assert.Contains(result.Defects, static defect => defect.Path.EndsWith(".table", StringComparison.Ordinal));
            Assert.Empty(Check(fixture.Files).Defects);
        }
    }

    [Fact]
    public async Task Open_WhileANodeHoldsTheDirectory_SaysSo()
    {
        await using var fixture = await FilledAsync(killed: false);

        var error = Assert.Throws<StratumException>(() => StoreInspection.Open(StoreFixture.Directory, fixture.Files));

        Assert.Contains("stop the node", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void Open_NoStore_SaysWhatToName()
    {
        var files = new SimulatedFileSystem();
        files.CreateDirectory("/empty");

        Assert.Contains("--data-dir", Assert.Throws<StratumException>(() => StoreInspection.Open("/empty", files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_PartsAddUpToTheTables_AndChangeNothing()
    {
        await using var fixture = await FilledAsync();
        var before = fixture.Files.ListFiles(StoreFixture.Directory).Order().ToArray();
        using var inspection = StoreInspection.Open(StoreFixture.Directory, fixture.Files);

        var facts = inspection.Facts();

        Assert.Equal(facts.TableBytes, facts.Parts.Sum(static part => part.Bytes));
        Assert.Equal((1, 100L, 2, 130L), (facts.Tables, facts.Observations, facts.Series, facts.WalRows));
        Assert.Equal(facts.Observations * Signature.Size, facts.Parts.Single(static part => part.Name == "signatures").Bytes);
        Assert.Equal((1, 100L), (Assert.Single(facts.Partitions).Tables, facts.Partitions[0].Rows));
        Assert.True(facts.BytesWritten > facts.TableBytes);
        Assert.Equal(before, fixture.Files.ListFiles(StoreFixture.Directory).Order());
    }

    [Fact]
    public async Task ReadValues_TablesMemoryAndOverlap_GivesEachReadingOnceInOrder()
    {
        await using var fixture = new StoreFixture { Options = Options };
        var series = Make.Series();
        // Odd minutes go to a table, even ones to another, the last ones stay in memory; one is there twice, with another place.
        await fixture.AppendAsync([.. Enumerable.Range(0, 40).Select(at => Make.Row(series, Make.Midnight + (at * 120) + 60, at))]);
        await fixture.ReopenAsync();
        await fixture.AppendAsync([.. Enumerable.Range(0, 40).Select(at => Make.Row(series, Make.Midnight + (at * 120), -at))]);
        await fixture.ReopenAsync();
        await fixture.AppendAsync(
            Make.Row(series, Make.Midnight + 60, 0, new GeoPoint(1, 1)), Make.Row(series, Make.Midnight + 9000, 7), Make.Row(series, Make.Midnight + 8990, 6));

        List<(long, double)> Read(long from, long to) => [.. fixture.Store.ReadValues(series, from, to)
            .SelectMany(static part => part.Timestamps.ToArray().Zip(part.Values.ToArray()))];
        List<(long, double)> Expected(long from, long to) => [.. fixture.All(new ObservationQuery { From = from, To = to })
            .Select(static row => (row.Timestamp, row.Observation.Observation.Value))];

        Assert.Equal(82, Read(0, long.MaxValue).Count);
        foreach (var (from, to) in ((long, long)[])[(0, long.MaxValue), (Make.Midnight + 60, Make.Midnight + 61), (Make.Midnight + 500, Make.Midnight + 8995)])
        {
            Assert.Equal(Expected(from, to), Read(from, to));
        }

        Assert.Empty(fixture.Store.ReadValues(Make.Series("unknown"), 0, long.MaxValue));
    }
}
