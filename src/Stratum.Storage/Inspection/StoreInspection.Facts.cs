namespace Stratum.Storage;

/// <summary>What there is, and what it costs.</summary>
public sealed partial class StoreInspection
{
    /// <summary>Reads footers and block headers. Throws <see cref="StoreIntegrityException"/> for the first that is damaged.</summary>
    public StoreFacts Facts()
    {
        var parts = new long[InspectedTable.Parts.Length];
        var partitions = new SortedDictionary<long, PartitionFacts>();
        var series = new HashSet<uint>();
        long observations = 0, blocks = 0;
        foreach (var (path, length) in _tables)
        {
            using var table = TableReader.Open(_files, path);
            if (table.Flaws.Count > 0)
            {
                throw table.Flaws[0];
            }

            using var file = _files.OpenRead(path);
            InspectedTable.AddTo(parts, table, file);
            var day = table.Footer.Day;
            var held = partitions.GetValueOrDefault(day) ?? new PartitionFacts(day, 0, 0, 0);
            partitions[day] = held with { Tables = held.Tables + 1, Rows = held.Rows + table.Footer.Rows, Bytes = held.Bytes + length };
            observations += table.Footer.Rows - table.Footer.Overrides;
            blocks += table.Blocks.Length;
            foreach (var block in table.Blocks)
            {
                series.Add(block.SeriesId);
            }
        }

        var state = _manifest.State ?? new ManifestState();
        return new StoreFacts
        {
            Partitions = [.. partitions.Values],
            Parts = [.. parts.Select(static (bytes, at) => new PartBytes(InspectedTable.Parts[at], bytes))],
            Tables = _tables.Count,
            Observations = observations,
            Blocks = blocks,
            Series = series.Count,
            TableBytes = _tables.Sum(static table => table.Length),
            WalSegments = _segments.Count,
            WalBytes = _segments.Values.Sum(static segment => segment.Length),
            WalRows = CountWalRows(),
            QuarantinedFiles = _files.ListFiles(_paths.Quarantine).Count,
            RetentionFloor = state.RetentionFloor,
            BytesWritten = state.BytesWritten,
            LastArrival = state.LastArrival,
        };
    }

    private long CountWalRows()
    {
        long rows = 0;
        foreach (var (segment, (path, _)) in _segments)
        {
            rows += WalSegment.Read(FileContent.Read(_files, path), path, segment, isNewest: segment == _segments.Keys[^1], _catalogue).Rows.Count;
        }

        return rows;
    }
}
