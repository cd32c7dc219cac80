using System.Buffers.Binary;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The open segment of the write-ahead log. Rows are gathered, then written at once and fsynced once. Used by the writer alone; after
/// any exception it must not be used again, since what the disk holds is no longer certain.
/// </summary>
internal sealed class WalWriter : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly int _segmentBytes;
    private readonly ByteWriter _buffer = new(1 << 16);
    private readonly Dictionary<uint, WalSeriesState> _segmentSeries = [];
    private readonly List<WalSeriesState> _toCopy = [];
    private readonly SortedDictionary<ulong, long> _closed = [];
    private IFile _file;
    private ulong _salt;
    private int _copiedBytes;
    private bool _unflushed;

    public WalWriter(IFileSystem files, string directory, int segmentBytes, ulong firstSegment)
    {
        _files = files;
        _directory = directory;
        _segmentBytes = segmentBytes;
        Segment = firstSegment;
        _file = OpenSegment();
    }

    public ulong Segment { get; private set; }

    /// <summary>Bytes of the open segment.</summary>
    public long Length { get; private set; }

    /// <summary>The end of the log.</summary>
    public WalPosition Position => new(Segment, Length);

    /// <summary>Bytes of all segments that still exist.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Bytes given to write() since start: the numerator of write amplification.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes the rows in one gathered write. They are durable after <see cref="Flush"/>.</summary>
    public void Write(ReadOnlySpan<WalRow> rows)
    {
        if (Length >= _segmentBytes)
        {
            Roll();
        }

        _buffer.Clear();
        while (rows.Length > 0)
        {
            var part = rows[..Math.Min(rows.Length, WalFormat.MaxRowsPerRecord)];
            DefineSeries(part);
            var start = LogRecord.Begin(_buffer, WalRecordType.Rows);
            WalRowCodec.Write(_buffer, part, _segmentSeries, _salt, Length);
            LogRecord.End(_buffer, start, _salt, Length);
            rows = rows[part.Length..];
        }

        CopyDefinitions();

        // Set first: a write that fails half-way has left bytes that no fsync vouches for.
        _unflushed = true;
        _file.Write(Length, _buffer.Written);
        Length += _buffer.Length;
        TotalBytes += _buffer.Length;
        BytesWritten += _buffer.Length;
    }

    /// <summary>fsyncs what was written; nothing happens when nothing was.</summary>
    public void Flush()
    {
        if (_unflushed)
        {
            _file.FlushFile();
            _unflushed = false;
        }
    }

    /// <summary>Closes the segment and opens the next, so that the closed one can be deleted once its rows are in tables.</summary>
    public void Roll()
    {
        Flush();
        _file.Dispose();
        _closed.Add(Segment, Length);
        Segment++;
        _segmentSeries.Clear();
        _copiedBytes = 0;
        _file = OpenSegment();
    }

    /// <summary>Takes a segment of an earlier run into account.</summary>
    public void Adopt(ulong segment, long length)
    {
        _closed.Add(segment, length);
        TotalBytes += length;
    }

    /// <summary>Removes closed segments below a number: their rows are in tables, and directory and manifest are on the disk.</summary>
    public void DeleteBefore(ulong segment)
    {
        while (_closed.Count > 0)
        {
            var (oldest, length) = _closed.First();
            if (oldest >= segment)
            {
                break;
            }

            _files.Delete(Path.Combine(_directory, WalFormat.FileName(oldest)));
            _closed.Remove(oldest);
            TotalBytes -= length;
        }
    }

    public void Dispose() => _file.Dispose();

    private IFile OpenSegment()
    {
        var file = _files.Create(Path.Combine(_directory, WalFormat.FileName(Segment)));
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        _salt = BinaryPrimitives.ReadUInt64LittleEndian(random);
        Span<byte> header = stackalloc byte[WalFormat.HeaderBytes];
        WalFormat.WriteHeader(header, Segment, _salt);
        file.Write(0, header);
        file.FlushFile();
        _files.FlushDirectory(_directory);
        Length = header.Length;
        TotalBytes += header.Length;
        BytesWritten += header.Length;
        return file;
    }

    private void DefineSeries(ReadOnlySpan<WalRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (_segmentSeries.ContainsKey(row.Entry.Id))
            {
                continue;
            }

            var observation = row.Stored.Observation.Observation;
            var state = new WalSeriesState(row.Entry, observation.Position, observation.Altitude);
            _segmentSeries.Add(row.Entry.Id, state);
            var before = _buffer.Length;
            Define(state);
            _copiedBytes += _buffer.Length - before;
            if (_copiedBytes <= WalFormat.CopiedDefinitionBytes)
            {
                _toCopy.Add(state);
            }
        }
    }

    // Behind the rows, so that a bad sector does not take both.
    private void CopyDefinitions()
    {
        foreach (var state in _toCopy)
        {
            Define(state);
        }

        _toCopy.Clear();
    }

    private void Define(WalSeriesState state)
    {
        var start = LogRecord.Begin(_buffer, WalRecordType.Series);
        _buffer.Varint(state.Entry.Id);
        PlaceCodec.Write(_buffer, state.Position, state.Altitude);
        SeriesCodec.Write(_buffer, state.Entry.Series);
        LogRecord.End(_buffer, start, _salt, Length);
    }
}
