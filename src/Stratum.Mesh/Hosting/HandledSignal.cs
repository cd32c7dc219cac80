using System.Threading.Channels;

namespace Stratum.Mesh.Hosting;

/// <summary>Tells a source of events that its last one was handled, so that it may bring the next. Needs no disposal: both ends may go first.</summary>
internal sealed class HandledSignal
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(1);

    public void Release() => _signal.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);
}
