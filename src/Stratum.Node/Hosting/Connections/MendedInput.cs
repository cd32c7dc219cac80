using System.Buffers;
using System.IO.Pipelines;

namespace Stratum.Node.Hosting;

/// <summary>
/// A connection's input whose requests by GET are looked at before the server reads them: a request line with line feeds or spaces in it is put
/// right (<see cref="RequestHead"/>). The server sees one head at a time; everything else is shown as it comes, and from the first request that
/// is no GET, or has a body, nothing is looked at any more.
/// </summary>
internal sealed class MendedInput(PipeReader inner) : PipeReader
{
    private enum Mode
    {
        Start,
        Head,
        Mended,
        Through,
    }

    private Mode _mode = Mode.Start;
    private ReadOnlySequence<byte> _shown;
    private byte[] _mended = [];
    private int _mendedConsumed;
    private bool _isHeadWhole;
    private bool _hasBody;
    private bool _isPrefixShown;
    private bool _isMendedExamined;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _mode == Mode.Through ? inner.ReadAsync(cancellationToken) : LookAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (_mode == Mode.Mended)
        {
            result = ShowMended();
            return true;
        }

        if (!inner.TryRead(out result))
        {
            return false;
        }

        if (_mode == Mode.Through || TryShow(ref result))
        {
            return true;
        }

        if (_mode == Mode.Mended)
        {
            result = ShowMended();
            return true;
        }

        inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_mode == Mode.Through)
        {
            inner.AdvanceTo(consumed, examined);
            return;
        }

        var left = _shown.Slice(consumed).Length;
        if (_mode == Mode.Mended)
        {
            _mendedConsumed = _mended.Length - (int)left;
            _isMendedExamined = _shown.Slice(examined).IsEmpty;
            if (left == 0)
            {
                Begin(Mode.Start);
            }

            return;
        }

        var wasConsumed = left < _shown.Length;
        inner.AdvanceTo(consumed, examined);
        if (_mode == Mode.Start && wasConsumed)
        {
            // Not how a request line is read: whoever reads this is no HTTP server.
            Begin(Mode.Through);
        }
        else if (_mode == Mode.Head && _isHeadWhole && left == 0)
        {
            Begin(_hasBody ? Mode.Through : Mode.Start);
        }
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> LookAsync(CancellationToken cancellationToken)
    {
        while (_mode != Mode.Mended)
        {
            var result = await inner.ReadAsync(cancellationToken);
            if (TryShow(ref result))
            {
                return result;
            }

            if (_mode != Mode.Mended)
            {
                inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        return ShowMended();
    }

    // A whole head that its reader has seen and does not take: there is no more of it.
    private ReadResult ShowMended()
    {
        _shown = new ReadOnlySequence<byte>(_mended.AsMemory(_mendedConsumed));
        return new ReadResult(_shown, isCanceled: false, isCompleted: _isMendedExamined);
    }

    // Narrows the result to what the server may see; false when it must wait for more, or for the mended head.
    private bool TryShow(ref ReadResult result)
    {
        _shown = result.Buffer;
        if (result.IsCanceled || result.Buffer.IsEmpty)
        {
            return true;
        }

        var bytes = Bytes(result.Buffer);
        return _mode == Mode.Head ? ShowHead(ref result, bytes) : ShowStart(ref result, bytes);
    }

    private bool ShowStart(ref ReadResult result, ReadOnlySpan<byte> bytes)
    {
        var get = "GET "u8;
        if (!bytes.StartsWith(get[..Math.Min(get.Length, bytes.Length)]))
        {
            Begin(Mode.Through);
            return true;
        }

        var lineEnd = bytes.IndexOf((byte)'\n');
        if (lineEnd < 0)
        {
            // Nothing of an unfinished line is consumed: it comes again, whole.
            return true;
        }

        if (RequestHead.IsClean(bytes[..lineEnd].TrimEnd((byte)'\r')))
        {
            _mode = Mode.Head;
            return ShowHead(ref result, bytes);
        }

        switch (RequestHead.Mend(bytes, out var mended, out var end))
        {
            case RequestHead.Outcome.Mended:
                inner.AdvanceTo(result.Buffer.GetPosition(end));
                Begin(Mode.Mended);
                _mended = mended;
                return false;
            case RequestHead.Outcome.NeedsMore when !result.IsCompleted:
                if (_isPrefixShown)
                {
                    return false;
                }

                // Part of the line, so that the server's time for a head begins to run.
                _isPrefixShown = true;
                Show(ref result, lineEnd);
                return true;
            default:
                // The server refuses it, in its own words.
                Begin(Mode.Through);
                return true;
        }
    }

    private bool ShowHead(ref ReadResult result, ReadOnlySpan<byte> bytes)
    {
        var end = RequestHead.EndOf(bytes, ref _hasBody);
        if (end >= 0)
        {
            _isHeadWhole = true;
            Show(ref result, end);
        }
        else if (bytes.Length == RequestHead.BytesMax)
        {
            Begin(Mode.Through);
        }

        return true;
    }

    private void Show(ref ReadResult result, int length)
    {
        _shown = result.Buffer.Slice(0, length);
        result = new ReadResult(_shown, isCanceled: false, result.IsCompleted && length == result.Buffer.Length);
    }

    private void Begin(Mode mode)
    {
        _mode = mode;
        (_isHeadWhole, _hasBody, _isPrefixShown, _isMendedExamined, _mendedConsumed) = (false, false, false, false, 0);
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySequence<byte> buffer)
    {
        var looked = buffer.Length > RequestHead.BytesMax ? buffer.Slice(0, RequestHead.BytesMax) : buffer;
        return looked.IsSingleSegment ? looked.FirstSpan : looked.ToArray();
    }
}
