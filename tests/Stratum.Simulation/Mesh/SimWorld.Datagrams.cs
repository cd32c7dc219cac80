using System.Net;
using Stratum.Mesh.Engine;

namespace Stratum.Simulation.Mesh;

/// <summary>Datagrams beside the links: lost, doubled, and overtaken by later ones.</summary>
internal sealed partial class SimWorld
{
    /// <summary>Where every node hears heartbeats.</summary>
    public const int HeartbeatPort = 9002;

    /// <summary>Datagrams that nodes sent.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Of these, those that arrived once more.</summary>
    public long DatagramsDoubled { get; private set; }

    /// <summary>Of these, those that took so long that later ones may have overtaken them.</summary>
    public long DatagramsStray { get; private set; }

    /// <summary>Takes a datagram on its way. The address that it seems to come from may be another one than the sender's.</summary>
    internal void Deliver(SimNode sender, IPEndPoint to, ReadOnlyMemory<byte> bytes, IPAddress? from = null)
    {
        Datagrams++;
        if (!_byAddress.TryGetValue(to.Address, out var receiver) || to.Port != HeartbeatPort || IsCutBetween(sender, receiver))
        {
            return;
        }

        var path = SimPath.Between(Options, sender, receiver);
        var isDoubled = Random.NextDouble() < Options.DatagramsDoubled;
        DatagramsDoubled += isDoubled ? 1 : 0;
        for (var copy = isDoubled ? 2 : 1; copy > 0; copy--)
        {
            if (Random.NextDouble() < path.Loss)
            {
                continue;
            }

            var delayMs = path.DelayMs;
            if (Random.NextDouble() < Options.DatagramsStray)
            {
                DatagramsStray++;
                delayMs += Random.NextDouble() * Options.StrayMs;
            }

            At(delayMs, () => receiver.Hear(new MeshEvent.DatagramArrived(from ?? sender.Address.Address, bytes), isGenuine: from is null));
        }
    }
}
