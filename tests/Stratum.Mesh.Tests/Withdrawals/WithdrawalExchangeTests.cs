using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Withdrawals;

public sealed class WithdrawalExchangeTests
{
    private readonly MemoryNetwork _network = new();
    private readonly MemoryWithdrawals _a = new();
    private readonly MemoryWithdrawals _b = new();
    private readonly MemoryWithdrawals _c = new();

    [Fact]
    public async Task Link_ComesUp_BothEndsHaveWhatEitherHad()
    {
        _a.Add(Many(1, "a", 20));
        _b.Add(Many(2, "b", 20));
        _b.Add(_a.All.Take(5).ToList());
        await using var a = await StartAsync(1, _a);
        await using var b = await StartAsync(2, _b, a);

        await Eventually.True(() => _a.Count == 40 && _b.Count == 40, "40 statements at both ends");

        Assert.Equal(_a.Digest, _b.Digest);
    }

    [Fact]
    public async Task Link_OneEndHasNone_GetsAllHoweverMany()
    {
        _a.Add(Many(1, "a", 9_000, new string('x', 200)));
        await using var a = await StartAsync(1, _a);
        await using var b = await StartAsync(2, _b, a);

        await Eventually.True(() => _b.Count == 9_000, "9,000 statements at B");
    }

    [Fact]
    public async Task Spread_NewStatement_ReachesTheOtherEndOfAChain()
    {
        await using var a = await StartAsync(1, _a);
        await using var b = await StartAsync(2, _b, a);
        await using var c = await StartAsync(3, _c, b);
        await Eventually.True(() => b.IsLinkedTo(a) && c.IsLinkedTo(b), "links");

        a.Mesh.Spread(_a.Add(Many(1, "a", 1)));

        await Eventually.True(() => _c.Count == 1, "the statement at C");
        Assert.Equal(_a.Digest, _c.Digest);
    }

    [Fact]
    public async Task Statements_ThatCannotBeWritten_ComeWithTheNextLink()
    {
        _a.Add(Many(1, "a", 3));
        _b.FailsToWrite = true;
        await using var a = await StartAsync(1, _a);
        await using (var b = await StartAsync(2, _b, a))
        {
            await Eventually.True(() => b.IsLinkedTo(a), "link");
        }

        _b.FailsToWrite = false;
        await using var again = await StartAsync(3, _b, a);

        await Eventually.True(() => _b.Count == 3, "the statements at B");
    }

    [Fact]
    public async Task Peer_WithoutWithdrawals_IsNotSentAnyWord()
    {
        await using var a = await TestNode.StartAsync(null, 1, with: options => options with { Transport = MeshTransportMode.Tcp });
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 9, a.Address);

        await peer.SendAsync(new Frame { WithdrawalSummary = new WithdrawalSummary { Digest = ByteString.CopyFrom(new byte[32]) } });
        await peer.SendAsync(new Frame { Ping = new Ping { Token = 5 } });

        Assert.Equal(Frame.BodyOneofCase.Pong, (await NextAsync(peer, Frame.BodyOneofCase.Pong)).BodyCase);
    }

    // Another's word about a victim's device, under the liar's own key, is one about the liar's device of that name.
    [Fact]
    public async Task Liar_UnderAVictimsName_IsRefusedAndPunished()
    {
        using var victim = Observations.Key(1);
        using var liar = Observations.Key(9);
        var own = MemoryWithdrawals.Of(liar, "roof");
        await using var a = await StartSocketAsync(_a);
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 9, a.Address);
        var frame = FrameOf(own.Body, victim.NodeId, own.Signature);
        frame.Withdrawals.Items.AddRange(Enumerable.Repeat(frame.Withdrawals.Items[0], 11).ToList());

        await peer.SendAsync(frame);

        Assert.Equal(RefusalReason.BadSignatures, await peer.EndAsync());
        Assert.Equal(0, _a.Count);
    }

    public static TheoryData<string> Malformed => ["digest", "ids", "many ids", "signer", "signature", "body", "long body", "none"];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Peer_SendsNonsense_IsSentAway(string kind)
    {
        using var key = Observations.Key(9);
        var own = MemoryWithdrawals.Of(key, "roof");
        await using var a = await StartSocketAsync(_a);
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 9, a.Address);
        var statement = FrameOf(own.Body, key.NodeId, own.Signature);
        switch (kind)
        {
            case "digest":
                statement = new Frame { WithdrawalSummary = new WithdrawalSummary { Digest = ByteString.CopyFrom(new byte[31]) } };
                break;
            case "ids":
                statement = new Frame { WithdrawalIds = new WithdrawalIds { Prefixes = ByteString.CopyFrom(new byte[17]) } };
                break;
            case "many ids":
                for (var i = 0; i < 11; i++)
                {
                    await peer.SendAsync(IdsOf(i * 3_000));
                }

                break;
            case "signer":
                statement.Withdrawals.Items[0].Signer = ByteString.Empty;
                break;
            case "signature":
                statement.Withdrawals.Items[0].Signature = ByteString.CopyFrom(new byte[65]);
                break;
            case "body":
                statement.Withdrawals.Items[0].Body = ByteString.Empty;
                break;
            case "long body":
                statement.Withdrawals.Items[0].Body = ByteString.CopyFrom(new byte[4097]);
                break;
            default:
                statement.Withdrawals.Items.Clear();
                break;
        }

        await peer.SendAsync(statement);

        Assert.Equal(RefusalReason.Malformed, await peer.EndAsync());
        Assert.Equal(0, _a.Count);
    }

    // A digest that differs every time must not make a node walk and send its set again and again.
    [Fact]
    public async Task Peer_AsksAgainAndAgain_IsAnsweredOnce()
    {
        _a.Add(Many(1, "a", 10));
        await using var a = await StartSocketAsync(_a);
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 9, a.Address);
        for (byte i = 1; i < 20; i++)
        {
            await peer.SendAsync(new Frame { WithdrawalSummary = new WithdrawalSummary { Digest = ByteString.CopyFrom([.. Enumerable.Repeat(i, 32)]) } });
        }

        await peer.SendAsync(new Frame { Ping = new Ping { Token = 5 } });
        var answers = 0;
        while (await peer.ReceiveAsync() is { BodyCase: not Frame.BodyOneofCase.Pong } frame)
        {
            answers += frame.BodyCase == Frame.BodyOneofCase.WithdrawalIds ? 1 : 0;
        }

        // The answer goes by another queue than the pong, and may come behind it.
        Assert.InRange(answers, 0, 1);
    }

    private static Frame IdsOf(int first)
    {
        var bytes = new byte[3_000 * 16];
        for (var i = 0; i < 3_000; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 16), first + i);
        }

        return new Frame { WithdrawalIds = new WithdrawalIds { Prefixes = ByteString.CopyFrom(bytes) } };
    }

    private static async Task<Frame> NextAsync(RawPeer peer, Frame.BodyOneofCase wanted)
    {
        while (await peer.ReceiveAsync() is { } frame)
        {
            if (frame.BodyCase == wanted)
            {
                return frame;
            }

            Assert.NotEqual(Frame.BodyOneofCase.WithdrawalSummary, frame.BodyCase);
        }

        throw new InvalidOperationException("the link ended");
    }

    private static Frame FrameOf(ReadOnlyMemory<byte> body, NodeId signer, Signature signature)
    {
        Span<byte> bytes = stackalloc byte[Signature.Size];
        signature.CopyTo(bytes);
        var item = new SignedStatement
        {
            Body = ByteString.CopyFrom(body.Span),
            Signer = ByteString.CopyFrom(signer.PublicKey.ToArray()),
            Signature = ByteString.CopyFrom(bytes),
        };
        return new Frame { Withdrawals = new Protos.Withdrawals { Items = { item } } };
    }

    private static List<SignedWithdrawal> Many(byte seed, string name, int count, string reason = "")
    {
        using var key = Observations.Key(seed);
        return [.. Enumerable.Range(0, count).Select(i => MemoryWithdrawals.Of(key, $"{name}{i}", reason))];
    }

    private Task<TestNode> StartAsync(byte seed, MemoryWithdrawals withdrawals, TestNode? peer = null) =>
        TestNode.StartAsync(_network, seed, peer is null ? [] : [peer.Address], parts: parts => parts with { Withdrawals = withdrawals });

    private static Task<TestNode> StartSocketAsync(MemoryWithdrawals withdrawals) => TestNode.StartAsync(
        null, 1, with: options => options with { Transport = MeshTransportMode.Tcp }, parts: parts => parts with { Withdrawals = withdrawals });
}
