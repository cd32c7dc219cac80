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
