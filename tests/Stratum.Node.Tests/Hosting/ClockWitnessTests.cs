using Stratum.Core;
using Stratum.Node.Hosting;

namespace Stratum.Node.Tests.Hosting;

public sealed class ClockWitnessTests
{
    private const double YearMs = 365.0 * 86_400_000;

    [Fact]
    public void Hear_LinkedPeers_AreCountedByTheirClocks()
    {
        using var witness = new ClockWitness(TimeProvider.System, static () => KernelClock.Unsynchronised);
        Assert.Equal(new ClockTestimony(KernelClock.Unsynchronised, 0, 0), witness.Hear());
        Assert.False(witness.Hear().IsConfirmed);

        witness.Attach(new Mesh(Peer(0), Peer(299_000), Peer(-299_000), Peer(301_000), Peer(-YearMs), Peer(null)));
        Assert.Equal(new ClockTestimony(KernelClock.Unsynchronised, 3, 2), witness.Hear());
        Assert.True(witness.Hear().IsConfirmed);
    }

    [Fact]
    public void Hear_PeersThatRefuseTheLinkForItsClock_SpeakAgainstIt()
    {
        using var witness = new ClockWitness(TimeProvider.System, static () => KernelClock.Synchronised);
        witness.Attach(new Mesh(Peer(5), Refused("clock_off"), Refused("clock_off"), Refused("unreachable")));
        Assert.Equal(new ClockTestimony(KernelClock.Synchronised, 1, 2), witness.Hear());
        Assert.True(witness.Hear().IsContradicted);
        Assert.False(witness.Hear().IsConfirmed);
    }

    [Theory]
    [InlineData(KernelClock.Synchronised, 0, 0, true)]
    [InlineData(KernelClock.Synchronised, 2, 2, true)]
    [InlineData(KernelClock.Synchronised, 1, 2, false)]
    [InlineData(KernelClock.Unsynchronised, 0, 0, false)]
    [InlineData(KernelClock.Unsynchronised, 1, 0, true)]
    [InlineData(KernelClock.Unknown, 2, 2, false)]
    [InlineData(KernelClock.Unknown, 3, 2, true)]
    public void Testimony_OfKernelAndPeers_Confirms(KernelClock kernel, int with, int against, bool expected) =>
        Assert.Equal(expected, new ClockTestimony(kernel, with, against).IsConfirmed);

    [Fact]
    public void Kernel_OfThisMachine_Answers() => Assert.True(Enum.IsDefined(KernelClockState.Read()));

    private static PeerStatus Peer(double? offsetMs) => new() { Address = "192.0.2.1:9001", State = "up", ClockOffsetMs = offsetMs };

    private static PeerStatus Refused(string reason) => new() { Address = "192.0.2.2:9001", State = "refused", LastRefusal = reason };

    private sealed class Mesh(params PeerStatus[] peers) : IMeshStatusSource
    {
        public MeshStatus Status => new() { Partition = "connected", Peers = peers };
    }
}
