namespace Stratum.Mesh.Transport;

/// <summary>Cancels when the caller does or when the handshake took too long, and can tell which of the two it was.</summary>
internal sealed class HandshakeDeadline : IDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _either;

    public HandshakeDeadline(TransportContext context, CancellationToken caller)
    {
        _timeout = new CancellationTokenSource(context.Options.HandshakeTimeout, context.Clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed => _timeout.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _timeout.Dispose();
    }
}
