namespace Stratum.Storage;

/// <summary>What one segment of the log says, and what in it cannot be read.</summary>
internal sealed class WalSegment
{
    private readonly SeriesCatalogue _catalogue;
    private readonly Dictionary<uint, WalSeriesState> _series = [];
    private readonly List<(long Offset, LoggedRow Row)> _rows = [];
    private readonly List<(long Offset, string Problem)> _damage = [];
    private ulong _salt;

    private WalSegment(SeriesCatalogue catalogue) => _catalogue = catalogue;

    /// <summary>The series that it defines.</summary>
    public IReadOnlyDictionary<uint, WalSeriesState> Series => _series;

    /// <summary>Its rows with their offsets, those of damaged records last.</summary>
    public IReadOnlyList<(long Offset, LoggedRow Row)> Rows => _rows;

    /// <summary>Where it is damaged, and how. A record that the newest segment ends in the middle of is a torn tail, and no damage.</summary>
    public IReadOnlyList<(long Offset, string Problem)> Damage => _damage;

    /// <summary>Something is lost, or may be; a damaged copy of the header costs nothing.</summary>
    public bool HasLoss { get; private set; }

    /// <summary>The end of the last valid record.</summary>
    public long End { get; private set; }

    /// <summary>Bytes behind the end are what a write that was cut off has left.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Whole rows at the begin of a torn tail: nobody was told that they are safe, and nothing speaks against them.</summary>
    public int TornRows { get; private set; }

    /// <summary>Reads a segment; the series that it defines go to the catalogue. Throws <see cref="Core.StratumException"/> for a later version.</summary>
    public static WalSegment Read(byte[] bytes, string path, ulong number, bool isNewest, SeriesCatalogue catalogue)
    {
        var segment = new WalSegment(catalogue);
        segment.Read(bytes, path, number, isNewest);
        return segment;
    }

    /// <summary>Writes the whole rows of a torn tail again, as a record, and cuts off the rest: a later start finds them as it finds others.</summary>
    public long Mend(Core.IFile file, IReadOnlyList<WalRow> tornRows)
    {
        var output = new ByteWriter();
        if (tornRows.Count > 0)
        {
            var start = LogRecord.Begin(output, WalRecordType.Rows);
            WalRowCodec.Write(output, [.. tornRows], _series, _salt, End);
            LogRecord.End(output, start, _salt, End);
            file.Write(End, output.Written);
        }

        file.SetLength(End + output.Length);
        file.FlushFile();
        return End + output.Length;
    }

    private void Read(byte[] bytes, string path, ulong number, bool isNewest)
    {
        var hasHeader = WalFormat.TryReadHeader(bytes, number, out _, out var version, out var damagedCopy);
        if (hasHeader)
        {
            FormatVersion.Check(path, version, WalFormat.OldestVersion, WalFormat.Version);
        }

        var records = new List<WalRecord>();
        var gaps = WalSegmentReader.Scan(bytes, number, records, out var end, out _salt);
        End = end;
        IsTorn = isNewest && (end == 0 ? bytes.Length <= WalFormat.HeaderBytes : end < bytes.Length && !WalSegmentReader.IsWholeFrame(bytes, end));
        if (hasHeader && damagedCopy is { } copy && (!isNewest || records.Count > 0))
        {
            _damage.Add((copy, "one of the two copies of the header is damaged"));
        }

        ReadRecords(bytes, records);
        var salvage = new WalSalvage(bytes, _salt);
        foreach (var gap in gaps)
        {
            Salvage(ref salvage, gap.Offset, gap.End);
        }

        if (IsTorn)
        {
            var before = _rows.Count;
            salvage.Run(end == 0 ? bytes.Length : end, bytes.Length, _rows, prefixOnly: true);
            TornRows = _rows.Count - before;
        }
        else if (end == 0)
        {
            HasLoss = true;
            _damage.Add((0, "the header is damaged"));
        }
        else if (end < bytes.Length)
        {
            Salvage(ref salvage, end, bytes.Length);
        }
    }

    private void Salvage(ref WalSalvage salvage, long from, long to)
    {
        var (before, announced) = (_rows.Count, salvage.Announced);
        salvage.Run(from, to, _rows);
        HasLoss = true;
        var (found, expected) = (_rows.Count - before, salvage.Announced - announced);
        _damage.Add((from, expected > 0 ? $"a record fails its CRC; {found} of its {expected} rows can be read" : "a record fails its CRC"));
    }

    // Definitions first: a copy of one may stand behind the rows.
    private void ReadRecords(byte[] bytes, List<WalRecord> records)
    {
        var rows = new List<LoggedRow>();
        foreach (var isDefinition in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var record in records)
            {
                if ((record.Type == WalRecordType.Series) != isDefinition)
                {
                    continue;
                }

                try
                {
                    ReadRecord(bytes.AsSpan()[record.Payload], record.Type, rows);
                }
                catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
                {
                    HasLoss = true;
                    _damage.Add((record.Payload.Start.Value, exception.Message));
                }

                foreach (var row in rows)
                {
                    _rows.Add((record.Payload.Start.Value, row));
                }

                rows.Clear();
            }
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> payload, WalRecordType type, List<LoggedRow> rows)
    {
        if (type == WalRecordType.Series)
        {
            Define(payload);
        }
        else if (type == WalRecordType.Rows)
        {
            WalRowCodec.Read(payload, rows);
        }
        else if (type == WalRecordType.ChainedRows)
        {
            ChainedRowCodec.Read(payload, rows);
        }
    }

    private void Define(ReadOnlySpan<byte> payload)
    {
        var input = new ByteReader(payload);
        var id = checked((uint)input.Varint());
        var (position, altitude) = PlaceCodec.Read(ref input);
        _series[id] = new WalSeriesState(_catalogue.Define(id, SeriesCodec.Read(ref input)), position, altitude);
    }
}
