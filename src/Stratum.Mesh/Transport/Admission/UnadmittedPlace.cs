namespace Stratum.Mesh.Transport;

/// <summary>A place in <see cref="UnadmittedGate"/>, given back when the link is up or the connection ends, whichever is first.</summary>
internal sealed class UnadmittedPlace(UnadmittedGate gate, AddressBlock block) : IDisposable
{
    private int _left;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            gate.Leave(block);
        }
    }
}
