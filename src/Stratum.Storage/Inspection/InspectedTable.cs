using System.Buffers.Binary;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Where the bytes of one table go.</summary>
internal static class InspectedTable
{
    /// <summary>Names of the parts, in the order in which they are printed.</summary>
    public static readonly string[] Parts =
    [
        "timestamps", "values", "places", "station", "scores", "signatures", "block headers", "series", "block index", "cell sums", "header and footer",
    ];

    /// <summary>Adds the table's bytes to the parts. Throws <see cref="TableDamageException"/>.</summary>
    public static void AddTo(long[] parts, TableReader table, IFile file)
    {
        Span<byte> header = stackalloc byte[TableFormat.BlockHeaderBytes];
        foreach (var block in table.Blocks)
        {
            if (file.Read(block.Offset, header) != header.Length)
            {
                throw new TableDamageException(table.Path, block.Offset, "the file ends inside a block");
            }

            for (var column = 0; column < TableFormat.ColumnCount; column++)
            {
                parts[column] += BinaryPrimitives.ReadUInt32LittleEndian(header[(12 + (column * 8))..]);
            }

            parts[TableFormat.ColumnCount] += header.Length;
        }

        var footer = table.Footer;
        parts[^4] += footer.Series.Length;
        parts[^3] += footer.BlockIndex.Length;
        parts[^2] += footer.CellSums.Length;
        parts[^1] += TableFormat.HeaderBytes + TableFooter.Bytes;
    }
}
