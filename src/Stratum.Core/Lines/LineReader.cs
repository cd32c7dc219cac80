using System.Buffers;

namespace Stratum.Core;

/// <summary>
/// Splits a stream into lines at line feeds, with a bound on their length. The bytes of a line are valid until the next read.
/// A longer line is skipped to its end and reported, so that one bad line costs one line.
/// </summary>
public sealed class LineReader(Stream stream, int lineBytesMax) : IDisposable
{
    // One read call for some fifty observations.
    private const int ReadBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
    private int _start;
    private int _end;
    private bool _streamEnded;

    /// <summary>The line without its line feed; empty when <see cref="IsTooLong"/>.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line was longer than the bound and was skipped.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the line ended with a line feed; false only for the last line of a stream.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Number of the line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line; false when the stream has no more.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        (Line, IsTooLong, IsEnded) = (default, false, false);
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                Take(searched + feed, skip: 1);
                IsEnded = true;
                return true;
            }

            searched = _end - _start;
            if (searched > lineBytesMax)
            {
                IsTooLong = true;
                _start = _end;
                searched = 0;
            }

            if (_streamEnded)
            {
                var hasRest = _end > _start || IsTooLong;
                Take(_end - _start, skip: 0);
                return hasRest;
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Returns the buffer; the stream stays open.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Take(int length, int skip)
    {
        IsTooLong |= length > lineBytesMax;
        Line = IsTooLong ? default : _buffer.AsMemory(_start, length);
        _start += length + skip;
        Number += length + skip > 0 || IsTooLong ? 1 : 0;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan().CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _streamEnded = read == 0;
    }
}
