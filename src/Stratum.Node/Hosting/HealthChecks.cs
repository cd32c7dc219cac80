using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>Not ready once the store takes no writes.</summary>
internal sealed class StoreHealth(IObservationStore store) : IHealthCheck
{
    public string Name => "store";

    public string? Problem()
    {
        var status = store.Status;
        return status.State == "ok" ? null : $"the store stopped: {status.StoppedReason}";
    }
}

/// <summary>Not ready while the node shuts down.</summary>
internal sealed class ShutdownHealth(CancellationToken stopping) : IHealthCheck
{
    public string Name => "shutdown";

    public string? Problem() => stopping.IsCancellationRequested ? "the node is shutting down" : null;
}
