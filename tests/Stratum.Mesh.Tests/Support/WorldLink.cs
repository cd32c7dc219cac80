using Stratum.Mesh.Engine;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

/// <summary>One end of a connection between engines.</summary>
internal sealed class WorldLink
{
    public required WorldNode Owner { get; init; }

    public required long Number { get; init; }

    public required ConnectionFacts Facts { get; init; }

    public WorldLink Other { get; private set; } = null!;

    public TrafficCounters Counters => Facts.Counters;

    public bool IsOpen { get; set; } = true;

    public static (WorldLink Near, WorldLink Far) Pair(WorldNode dialler, WorldNode listener, long near, long far)
    {
        var first = new WorldLink { Owner = dialler, Number = near, Facts = FactsOf(dialler, listener, isDialler: true) };
        var second = new WorldLink { Owner = listener, Number = far, Facts = FactsOf(listener, dialler, isDialler: false) };
        (first.Other, second.Other) = (second, first);
        return (first, second);
    }

    /// <summary>The end of a node whose other end no engine holds: a test speaks for it.</summary>
    public static WorldLink Stranger(WorldNode owner, long number, Core.NodeId stranger)
    {
        var facts = FactsOf(owner, owner, isDialler: false) with { PeerId = stranger };
        var near = new WorldLink { Owner = owner, Number = number, Facts = facts };
        near.Other = new WorldLink { Owner = owner, Number = -number, Facts = facts };
        near.Other.Other = near;
        return near;
    }

    private static ConnectionFacts FactsOf(WorldNode own, WorldNode peer, bool isDialler) => new()
    {
        Transport = "world",
        IsDialler = isDialler,
        PeerId = peer.Key.NodeId,
        RemoteEndPoint = peer.Address,
        LocalCertificate = own.Certificate,
        PeerCertificate = peer.Certificate,
        Counters = new TrafficCounters(),
    };
}
