using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// The kernel and the linked peers as witnesses of this machine's clock. The peers are asked by a timer, so that whoever hears the testimony waits for
/// nobody: the store's writer is one of them.
/// </summary>
internal sealed class ClockWitness(TimeProvider time, Func<KernelClock> kernel) : IClockWitness, IDisposable
{
    /// <summary>Links measure their peer's clock every 15 seconds.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    // What the mesh calls a link that was refused because the clocks differ too much.
    private const string ClockRefusal = "clock_off";

    private readonly Lock _gate = new();
    private (int With, int Against) _peers;
    private ITimer? _timer;

    /// <summary>Begins to ask the peers.</summary>
    public void Attach(IMeshStatusSource mesh)
    {
        Ask(mesh);
        _timer = time.CreateTimer(_ => Ask(mesh), null, Period, Period);
    }

    public ClockTestimony Hear()
    {
        lock (_gate)
        {
            return new ClockTestimony(kernel(), _peers.With, _peers.Against);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Ask(IMeshStatusSource mesh)
    {
        var (with, against) = (0, 0);
        foreach (var peer in mesh.Status.Peers)
        {
            if (peer.ClockOffsetMs is { } offsetMs)
            {
                (with, against) = Math.Abs(offsetMs) <= ClockTestimony.ToleranceMs ? (with + 1, against) : (with, against + 1);
            }
            else if (peer.LastRefusal == ClockRefusal)
            {
                // It proved who it is before the clocks were compared: as good a word as that of a linked one.
                against++;
            }
        }

        lock (_gate)
        {
            _peers = (with, against);
        }
    }
}
