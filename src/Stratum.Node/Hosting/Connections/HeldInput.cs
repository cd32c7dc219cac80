using System.IO.Pipelines;

namespace Stratum.Node.Hosting;

/// <summary>
/// A connection's input that shows its end only to a reader that has nothing left to read: Kestrel takes an end that comes together with
/// the last bytes of a whole body for the end of half a body, and refuses it.
/// </summary>
internal sealed class HeldInput(PipeReader inner) : PipeReader
{
    // What was there when the end was last kept back. A reader that comes back to the same bytes waits for more, and there is no more.
    private long _heldLength = -1;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Held(reading.Result)) : AwaitAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Held(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> AwaitAsync(ValueTask<ReadResult> reading) => Held(await reading);

    private ReadResult Held(ReadResult result)
    {
        if (!result.IsCompleted || result.Buffer.IsEmpty || result.Buffer.Length == _heldLength)
        {
            return result;
        }

        _heldLength = result.Buffer.Length;
        return new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false);
    }
}
