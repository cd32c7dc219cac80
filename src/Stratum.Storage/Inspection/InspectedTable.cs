using System.Buffers.Binary;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Where the bytes of one table go.</summary>
internal static class InspectedTable
{
    /// <summary>Names of the parts, in the order in which they are printed.</summary>
    public static readonly string[] Parts =
    [
        "timestamps", "values", "places", "station", "scores", "signatures", "score details", "block headers", "series", "block index", "cell sums",
            "header and footer",
    ];

    private const int MaxVarintBytes = 10;
    private const int ScoreDetails = TableFormat.ColumnCount;
    private const int BlockHeaders = TableFormat.ColumnCount + 1;

    /// <summary>Adds the table's bytes to the parts. Throws <see cref="TableDamageException"/>.</summary>
    public static void AddTo(long[] parts, TableReader table, IFile file)
    {
        Span<byte> header = stackalloc byte[TableFormat.BlockHeaderBytes];
        Span<byte> scores = stackalloc byte[MaxVarintBytes];
        foreach (var block in table.Blocks)
        {
            ReadFully(file, table.Path, block.Offset, header);
            var columnAt = block.Offset + header.Length;
            for (var column = 0; column < TableFormat.ColumnCount; column++)
            {
                var length = BinaryPrimitives.ReadUInt32LittleEndian(header[(12 + (column * 8))..]);
                parts[column] += length;
                if (column == (int)TableColumn.Scores && table.Footer.Version > TableFormat.OldestVersion)
                {
                    var start = scores[..(int)Math.Min(length, scores.Length)];
                    ReadFully(file, table.Path, columnAt, start);
                    var details = length - ScoreCodec.SummaryBytes(start);
                    parts[column] -= details;
                    parts[ScoreDetails] += details;
                }

                columnAt += length;
            }

            parts[BlockHeaders] += header.Length;
        }

        var footer = table.Footer;
        parts[^4] += footer.Version > TableFormat.SingleSeriesVersion ? (2L * footer.Series.Length) + TableFormat.FrontHeaderBytes : footer.Series.Length;
        parts[^3] += footer.BlockIndex.Length;
        parts[^2] += footer.CellSums.Length;
        parts[^1] += TableFormat.HeaderBytes + footer.Bytes;
    }

    private static void ReadFully(IFile file, string path, long at, Span<byte> bytes)
    {
        if (file.Read(at, bytes) != bytes.Length)
        {
            throw new TableDamageException(path, at, "the file ends inside a block");
        }
    }
}
