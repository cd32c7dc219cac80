using Stratum.Mesh.Backfill;
using Stratum.Mesh.Membership;

namespace Stratum.Simulation.Mesh;

/// <summary>
/// How the simulated network behaves. Links are reliable, as QUIC and TCP make them: a lost packet is sent again and holds up all behind it, and above a
/// number of losses in a row the link breaks. Nothing is doubled or reordered inside a link; datagrams (heartbeats) are lost, doubled and reordered.
/// Every way between two nodes draws its delay, loss and bandwidth for itself, another one in each direction (<see cref="SimPath"/>).
/// </summary>
internal sealed record SimOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>One way, the middle of what ways have.</summary>
    public double DelayMs { get; init; } = 50;

    /// <summary>How far ways differ from it, as a part of it.</summary>
    public double DelaySpread { get; init; } = 0.2;

    /// <summary>Of packets, 0 to 1, the middle of what ways have. Of a frame of several packets each may be lost.</summary>
    public double Loss { get; init; }

    /// <summary>How far ways differ from it, as a part of it: 0.2 is 0.1 here and 0.3 there.</summary>
    public double LossSpread { get; init; } = 0.5;

    /// <summary>Payload of a packet: what is left of an Ethernet frame.</summary>
    public int PacketBytes { get; init; } = 1_400;

    /// <summary>Until a lost packet is sent again; doubles.</summary>
    public double RetransmitMs { get; init; } = 200;

    /// <summary>Retransmissions in a row after which a link breaks.</summary>
    public int RetransmitsMax { get; init; } = 10;

    /// <summary>Bytes a second of each link and direction.</summary>
    public double BytesPerSecond { get; init; } = 2_000_000;

    /// <summary>Of the ways: so many are slow ones.</summary>
    public double SlowShare { get; init; } = 0.05;

    /// <summary>Bytes a second of a slow way: a poor mobile network.</summary>
    public double SlowBytesPerSecond { get; init; } = 40_000;

    /// <summary>Whether nodes send heartbeats.</summary>
    public bool HasHeartbeats { get; init; } = true;

    /// <summary>Of datagrams: so many arrive twice.</summary>
    public double DatagramsDoubled { get; init; } = 0.02;

    /// <summary>Of datagrams: so many take up to <see cref="StrayMs"/> longer, and are overtaken by later ones.</summary>
    public double DatagramsStray { get; init; } = 0.02;

    /// <summary>More than two periods of heartbeats.</summary>
    public double StrayMs { get; init; } = 12_000;

    /// <summary>Until an end notices that nothing gets through any more.</summary>
    public double BreakMs { get; init; } = 10_000;

    /// <summary>Judging and storing a batch.</summary>
    public double TakeMs { get; init; } = 2;

    /// <summary>Above 0 plain epidemic push.</summary>
    public int Fanout { get; init; }

    /// <summary>Whether Ed25519 is real.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Nodes that everybody has configured.</summary>
    public int Bootstraps { get; init; } = 3;

    public ViewOptions Views { get; init; } = new();

    public BackfillOptions Backfill { get; init; } = new();

    /// <summary>How far clocks are off at most.</summary>
    public long ClockSkewMs { get; init; } = 2_000;
}
