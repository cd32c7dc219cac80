using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The check of one table.</summary>
public sealed partial class StoreInspection
{
    private void CheckTable(TableReader table)
    {
        var series = table.ReadSeries().ToDictionary(static pair => pair.Id, static pair => pair.Series);
        if (table.Footer.Version > TableFormat.SingleSeriesVersion)
        {
            _ = table.ReadFrontSeries();
        }

        foreach (var flaw in table.Flaws)
        {
            Found(table.Path, flaw.Offset, flaw.Problem);
        }

        var start = _bytesChecked;
        var defects = _defectCount;
        var sums = new CellSums();
        var lines = new List<BlockLine>();
        (uint Series, long Timestamp) last = default;
        foreach (var block in table.Blocks)
        {
            if (!series.TryGetValue(block.SeriesId, out var definition))
            {
                Found(table.Path, block.Offset, $"series {block.SeriesId} is not defined in the table");
                continue;
            }

            try
            {
                var rows = table.ReadBlock(block, definition);
                CheckOrder(table, block, rows, last);
                last = (block.SeriesId, rows.Timestamps[^1]);
                CheckRows(table, block, rows, sums);
                lines.Add(BlockLine.Of(block.SeriesId, block.Offset, block.Length, rows));
                _rows += rows.Count;
            }
            catch (TableDamageException exception)
            {
                Found(table.Path, exception.Offset, exception.Problem);
            }

            _bytesChecked = start + block.Offset + block.Length;
            Report();
        }

        if (defects == _defectCount)
        {
            CheckIndexes(table, lines, sums);
        }

        if (!table.HashIsRight())
        {
            Found(table.Path, 0, "the file fails its SHA-256");
        }
    }

    private void CheckOrder(TableReader table, BlockEntry block, BlockRows rows, (uint Series, long Timestamp) last)
    {
        var previous = block.SeriesId == last.Series ? last.Timestamp : long.MinValue;
        foreach (var timestamp in rows.Timestamps)
        {
            if (timestamp < previous || !table.Record.Covers(UtcDay.Of(timestamp)))
            {
                Found(table.Path, block.Offset, $"a row at {timestamp} is out of order, or of another day");
                return;
            }

            previous = timestamp;
        }

        if (block.SeriesId < last.Series)
        {
            Found(table.Path, block.Offset, $"series {block.SeriesId} stands behind series {last.Series}");
        }
    }

    private void CheckRows(TableReader table, BlockEntry block, BlockRows rows, CellSums sums)
    {
        var signed = new SignedObservation[rows.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            signed[at] = rows.Row(at).Observation;
            sums.Add(signed[at]);
        }

        if (_scope.Signatures)
        {
            CheckSignatures(table.Path, block.Offset, signed);
        }
    }

    private void CheckSignatures(string path, long offset, SignedObservation[] signed)
    {
        var wrong = 0;
        long first = long.MaxValue;
        Parallel.For(0, signed.Length, new ParallelOptions { CancellationToken = _scope.Cancellation }, at =>
        {
            if (!Ed25519.Verify(CanonicalForm.ToArray(signed[at].Observation), signed[at].Signature, signed[at].Series.Signer))
            {
                Interlocked.Increment(ref wrong);
                lock (signed)
                {
                    first = Math.Min(first, at);
                }
            }
        });
        _signatures += signed.Length;
        if (wrong > 0)
        {
            var row = signed[first];
            Found(path, offset, $"{wrong} of {signed.Length} signatures are wrong, the first of {row.Series.DeviceId} at {row.Timestamp}");
        }
    }

    private void CheckIndexes(TableReader table, List<BlockLine> lines, CellSums sums)
    {
        var footer = table.Footer;
        if (!SameBytes(output => BlockLine.Write(output, CollectionsMarshal.AsSpan(lines)), table.ReadIndexBytes()))
        {
            Found(table.Path, footer.BlockIndex.Offset, "the block index does not say what stands in the blocks");
        }

        // Rows that replace a signature of an older table are counted there.
        if (footer.Overrides == 0 && table.HasSums && !SameBytes(sums.Write, table.ReadSumBytes()))
        {
            Found(table.Path, footer.CellSums.Offset, "the sums for reconciliation are not those of the rows");
        }

        var rows = lines.Sum(static line => (long)line.Block.Count);
        if (rows != footer.Rows
            || lines.Min(static line => line.Block.MinTimestamp) != footer.MinTimestamp
            || lines.Max(static line => line.Block.MaxTimestamp) != footer.MaxTimestamp
            || lines.Min(static line => line.Block.MinArrival) != footer.MinArrival
            || lines.Max(static line => line.Block.MaxArrival) != footer.MaxArrival)
        {
            Found(table.Path, table.FileBytes - footer.Bytes, $"the footer announces {footer.Rows} rows and their ranges; the blocks hold {rows}");
        }
    }

    private static bool SameBytes(Action<ByteWriter> write, byte[] found)
    {
        var expected = new ByteWriter();
        write(expected);
        return expected.Written.SequenceEqual(found);
    }
}
