using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>Not ready while the node shuts down.</summary>
internal sealed class ShutdownHealth(CancellationToken stopping) : IHealthCheck
{
    public string Name => "shutdown";

    public string? Problem() => stopping.IsCancellationRequested ? "the node is shutting down" : null;
}
