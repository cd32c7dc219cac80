using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>
/// Stores as released versions wrote them. A change of format gets a directory of its own (STRATUM_GOLDEN=directory writes one); none is ever removed.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Versions => [.. Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Store_OfAReleasedVersion_OpensWithEveryRow(string version)
    {
        if (Environment.GetEnvironmentVariable("STRATUM_GOLDEN") is { Length: > 0 } directory)
        {
            await GoldenStore.WriteAsync(directory);
        }

        await using var fixture = new StoreFixture { Files = GoldenStore.Load(Path.Combine(Root, version)) };
        fixture.Options = fixture.Options with { MaxAgeDays = 0 };
        var held = fixture.All();
        Assert.True(fixture.Store.Status.Tables > 1 && fixture.Store.Status.RecoveredObservations > 0, "the golden store has tables and a log");
        Assert.Equal(GoldenStore.Rows.Count, held.Count);
        foreach (var (expected, row) in GoldenStore.Rows.Zip(held.OrderBy(static row => row.ArrivalNumber)))
        {
            Assert.Equal(expected.Observation.Observation, row.Observation.Observation);
            Assert.Equal(expected.Observation.ContentId, row.Observation.ContentId);
            Assert.Equal(expected.Observation.Signature, row.Observation.Signature);
            Assert.Equal(expected.ReceivedAtMs, row.ReceivedAtMs);
            Assert.True(row.Assessment == Assessment.NotEvaluated
                || IsSame(expected.Assessment, row.Assessment), $"{expected.Assessment} became {row.Assessment}");
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(expected.Observation.Observation.Value), BitConverter.DoubleToInt64Bits(row.Observation.Observation.Value));
        }

        // Cursors that this very store gave before they named the epoch go on; of a store that was new then there are none.
        Assert.Equal(version is "tables-3" or "tables-4", fixture.Store.Epoch.TryParse($"{GoldenStore.Rows.Count}", out _, out var isOurs) && isOurs);
        // Scores stand in tables only; the node scores the rows of the log again.
        Assert.Equal(fixture.Store.Status.RecoveredObservations, held.Count(static row => row.Assessment == Assessment.NotEvaluated));
        Assert.Empty(fixture.Damage);
        Assert.Equal(GoldenStore.Rows.Count, fixture.Store.Sums(0, Make.Midnight + 86_400).Sum(static cell => cell.Count));
        Assert.Equal(fixture.Store.Epoch, (await fixture.ReopenAsync()).Epoch);
    }

    [Theory]
    [InlineData("tables")]
    [InlineData("wal")]
    public async Task Store_OfALaterVersion_IsRefusedAndLeftAsItIs(string part)
    {
        await using var fixture = new StoreFixture { Files = GoldenStore.Load(Directory.EnumerateDirectories(Root).Order(StringComparer.Ordinal).Last()) };
        var path = $"{StoreFixture.Directory}/{part}/{fixture.Files.ListFiles($"{StoreFixture.Directory}/{part}").Order(StringComparer.Ordinal).Last()}";
        var bytes = fixture.Files.ReadAll(path);
        Renumber(bytes, isTable: part == "tables");
        using (var file = fixture.Files.OpenWrite(path))
        {
            file.Write(0, bytes);
            file.FlushFile();
        }

        var refused = Assert.Throws<StratumException>(() => fixture.Open());
        Assert.Contains("format version 77", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, fixture.Files.ReadAll(path));
        Assert.Empty(fixture.Files.ListFiles(StoreFixture.Directory + "/quarantine"));
    }

    private static bool IsSame(Assessment left, Assessment right) =>
        left.Reasons.SequenceEqual(right.Reasons) && (left with { Reasons = right.Reasons }) == right;

    // Version 77, with right CRCs: as a later program would write it.
    private static void Renumber(byte[] bytes, bool isTable)
    {
        if (isTable)
        {
            var footer = bytes.AsSpan(bytes.Length - TableFooter.MaxBytes);
            BitConverter.TryWriteBytes(footer[^16..], 77u);
            BitConverter.TryWriteBytes(footer[^12..], Crc32C.MaskedOf(footer[..^12]));
            return;
        }

        for (var copy = 0; copy < 2; copy++)
        {
            var header = bytes.AsSpan(copy * WalFormat.HeaderCopyBytes, WalFormat.HeaderCopyBytes);
            BitConverter.TryWriteBytes(header[8..], 77u);
            BitConverter.TryWriteBytes(header[28..], Crc32C.MaskedOf(header[..28]));
        }
    }
}
