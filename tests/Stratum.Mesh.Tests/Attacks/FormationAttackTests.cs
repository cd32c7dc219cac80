using System.Net;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Attacks;

/// <summary>The formation key on live connections.</summary>
public sealed class FormationAttackTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] Other = [.. Enumerable.Repeat((byte)3, 32)];

    public static TheoryData<MeshTransportMode> Modes => SocketModes.All;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Closed_SameKeyOrOneOfTwo_Links(MeshTransportMode mode)
    {
        await using var a = await StartAsync(1, mode, [Old]);
        await using var b = await StartAsync(2, mode, [Old], a.Address);
        await using var rotating = await StartAsync(3, mode, [New, Old], a.Address);

        await Eventually.True(() => a.IsLinkedTo(b) && b.IsLinkedTo(a) && a.IsLinkedTo(rotating), "links");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Closed_AnotherKeyOrNone_IsRefusedAndBothSidesSayWhy(MeshTransportMode mode)
    {
        await using var a = await StartAsync(1, mode, [Old]);
        await using var wrong = await StartAsync(2, mode, [Other], a.Address);
        await using var open = await TestNode.StartAsync(null, 3, [a.Address], with: options => options with { Transport = mode });

        foreach (var node in new[] { wrong, open })
        {
            // Between two attempts, that is: it dials again and again.
            await Eventually.True(
                () => node.Mesh.Status.Peers is [{ LastRefusal: "wrong_formation_key", State: "refused" }], "the dialler knows why");
        }

        await Eventually.True(
            () => a.Mesh.Status.Refusals.Any(count => count.Reason == "wrong_formation_key" && count.Here >= 1 && count.ByPeers >= 1), "both ways are counted");
        Assert.Empty(a.Mesh.Status.Peers);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Closed_ProofOfAnEarlierConnection_IsRefused(MeshTransportMode mode)
    {
        // The man in the middle below overhears nothing, TLS sees to that; a thief of one proof is given more than he could get.
        await using var a = await StartAsync(1, mode, [Old]);
        var relay = await Relay.StartAsync(mode, 66, a.Address);
        await using var b = await StartAsync(2, mode, [Old], relay.Address);
        var proof = await relay.ProofAsync();
        await using var thief = await RawPeer.ConnectAsync(mode, 66, a.Address);

        await thief.SendAsync(new Frame { Hello = thief.Hello() });
        Assert.Equal(Frame.BodyOneofCase.Challenge, (await thief.ReceiveAsync())?.BodyCase);
        await thief.SendAsync(proof);

        Assert.Equal(RefusalReason.WrongFormationKey, await thief.EndAsync());
        await relay.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Closed_ProofRelayedByAManInTheMiddleWithItsOwnCertificates_IsRefused(MeshTransportMode mode)
    {
        await using var a = await StartAsync(1, mode, [Old]);
        await using var relay = await Relay.StartAsync(mode, 66, a.Address);
        await using var b = await StartAsync(2, mode, [Old], relay.Address);

        await Eventually.True(() => a.Mesh.Status.Refusals.Any(count => count.Reason == "wrong_formation_key" && count.Here > 0), "A refuses");

        Assert.Empty(a.Mesh.Status.Peers);
        Assert.DoesNotContain(b.Mesh.Status.Peers, peer => peer.State == "up");
    }

    private static Task<TestNode> StartAsync(byte seed, MeshTransportMode mode, byte[][] secrets, IPEndPoint? peer = null) => TestNode.StartAsync(
        null, seed, peer is null ? [] : [peer], with: options => options with
        {
            Transport = mode,
            Admission = AdmissionMode.Formation,
            FormationSecrets = [.. secrets.Select(secret => new ReadOnlyMemory<byte>(secret))],
        });
}
