using System.Text;
using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

/// <summary>docs/FORMATS.md shows bytes that this program writes.</summary>
public sealed class FormatDocumentTests
{
    private const int BytesOfALine = 32;
    private const ulong Salt = 0x0123_4567_89AB_CDEF;

    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "FORMATS.md"));

    private static readonly Series Roof = Make.Series("roof");

    // Three minutes of a thermometer on a roof.
    private static readonly StoredObservation[] Rows =
    [
        .. ((ReadOnlySpan<double>)[21.5, 21.6, 21.4]).ToArray().Select(static (value, at) =>
        {
            var made = Make.Row(Roof, Make.Midnight + (at * 60), value, new GeoPoint(57.15, -2.11), receivedAtMs: ((Make.Midnight + (at * 60)) * 1000) + 300);
            var score = new Assessment(0.8, QualityFlag.Good, []) { Plausibility = 1 };
            return new StoredObservation(made.Observation, 1 + at, made.ReceivedAtMs, ReceivedVia.Local, TimeSource.Device, score);
        }),
    ];

    [Fact]
    public void Block_InTheDocument_IsWhatAWriterWrites()
    {
        var files = new SimulatedFileSystem();
        files.CreateDirectory("/t");
        var roof = new SeriesEntry(1, Roof);
        using (var writer = new TableWriter(files, "/t/a", new TableRecord(7, UtcDay.Of(Make.Midnight)), 0, [roof]))
        {
            writer.Append(roof, Rows);
            writer.Finish(0, new CellSums());
        }

        var bytes = files.ReadAll("/t/a");
        var text = new StringBuilder();
        var at = Show(text, bytes, 0, "file header", TableFormat.HeaderBytes);
        at = Show(text, bytes, at, "series", TableFormat.FrontHeaderBytes + BitConverter.ToInt32(bytes, at));
        using var table = TableReader.Open(files, "/t/a");
        var lengths = table.Blocks.Select(block => ColumnLengths(bytes, block)).Single();
        at = Show(text, bytes, at, "block header", TableFormat.BlockHeaderBytes);
        for (var column = 0; column < TableFormat.ColumnCount; column++)
        {
            at = Show(text, bytes, at, ((TableColumn)column).ToString(), lengths[column]);
        }

        Assert.Equal(table.Blocks[0].Offset + table.Blocks[0].Length, at);
        AssertShown(text);
    }

    [Fact]
    public void Segment_InTheDocument_IsWhatTheLogWrites()
    {
        var entry = new SeriesEntry(1, Roof);
        var output = new ByteWriter();
        WalFormat.WriteHeader(output.Reserve(WalFormat.HeaderBytes), 1, Salt);
        var position = Rows[0].Observation.Observation.Position;
        var states = new Dictionary<uint, WalSeriesState> { [1] = new(entry, position, null) };
        var series = LogRecord.Begin(output, WalRecordType.Series);
        output.Varint(entry.Id);
        PlaceCodec.Write(output, position, null);
        SeriesCodec.Write(output, Roof);
        LogRecord.End(output, series, Salt, 0);
        var rows = LogRecord.Begin(output, WalRecordType.Rows);
        WalRowCodec.Write(output, [.. Rows.Take(1).Select(row => new WalRow(entry, row, IsOverride: false))], states, Salt, 0);
        LogRecord.End(output, rows, Salt, 0);
        var bytes = output.Written.ToArray();
        var text = new StringBuilder();
        Show(text, bytes, 0, "header, twice", WalFormat.HeaderBytes);
        Show(text, bytes, series, "series record", rows - series);
        Show(text, bytes, rows, "rows record", bytes.Length - rows);
        var found = new List<WalRecord>();
        Assert.Empty(WalSegmentReader.Scan(bytes, 1, found, out var end, out _));
        Assert.Equal((2, (long)bytes.Length), (found.Count, end));
        AssertShown(text);
    }

    private static int[] ColumnLengths(byte[] bytes, BlockEntry block) =>
        [.. Enumerable.Range(0, TableFormat.ColumnCount).Select(column => BitConverter.ToInt32(bytes, (int)block.Offset + 12 + (column * 8)))];

    private static int Show(StringBuilder text, byte[] bytes, int at, string name, int length)
    {
        for (var line = 0; line < length; line += BytesOfALine)
        {
            var hex = Convert.ToHexStringLower(bytes, at + line, Math.Min(BytesOfALine, length - line));
            text.Append(line == 0 ? name.PadRight(14) : new string(' ', 14)).Append($"{at + line:x4}  ").Append(hex).Append('\n');
        }

        return at + length;
    }

    private static void AssertShown(StringBuilder text) =>
        Assert.True(Document.Contains(text.ToString(), StringComparison.Ordinal), $"docs/FORMATS.md should hold this:\n{text}");

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Stratum.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the repository's root is not above the tests");
        }

        return directory;
    }
}
