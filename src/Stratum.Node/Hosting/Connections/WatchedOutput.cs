using System.IO.Pipelines;

namespace Stratum.Node.Hosting;

/// <summary>A connection's output that tells when something was written, and when writing shows that nobody is there.</summary>
internal sealed class WatchedOutput(PipeWriter inner, Action<bool> onFlushed) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Seen(inner.FlushAsync(cancellationToken));

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        Seen(inner.WriteAsync(source, cancellationToken));

    private ValueTask<FlushResult> Seen(ValueTask<FlushResult> flushing)
    {
        if (!flushing.IsCompletedSuccessfully)
        {
            return AwaitAsync(flushing);
        }

        var result = flushing.Result;
        onFlushed(result.IsCompleted);
        return new(result);
    }

    private async ValueTask<FlushResult> AwaitAsync(ValueTask<FlushResult> flushing)
    {
        var result = await flushing;
        onFlushed(result.IsCompleted);
        return result;
    }
}
