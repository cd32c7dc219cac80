using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>Not ready while retention waits for the clock to be confirmed: somebody should look at the clock.</summary>
internal sealed class RetentionHealth(IObservationStore store) : IHealthCheck
{
    public string Name => "retention";

    public string? Problem() => store.Status.RetentionWaits;
}
