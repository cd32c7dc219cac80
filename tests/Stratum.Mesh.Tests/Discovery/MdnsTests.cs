using System.Net;
using Stratum.Core;
using Stratum.Mesh.Discovery;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Discovery;

public sealed class MdnsTests
{
    private static readonly NodeId A = Observations.Key(1).NodeId;
    private static readonly NodeId B = Observations.Key(2).NodeId;
    private static readonly IPAddress Address = IPAddress.Parse("192.168.7.9");

    private static DnsMessage Read(byte[] bytes) => DnsMessage.TryRead(bytes) ?? throw new InvalidDataException("not a message");

    [Fact]
    public void Announcement_Read_NamesTheNodeAndItsPort()
    {
        var message = Read(new MdnsService(A, "home", 9001).Announcement(Address));

        var found = Assert.Single(new MdnsService(B, "home", 1).Read(message));
        Assert.Equal(new FoundNode(A, new IPEndPoint(Address, 9001), IsGone: false), found);
        Assert.Empty(new MdnsService(A, "home", 1).Read(message));
        Assert.Empty(new MdnsService(B, "other", 1).Read(message));
    }

    [Fact]
    public void Goodbye_Read_SaysThatTheNodeIsGone() =>
        Assert.True(Assert.Single(new MdnsService(B, "home", 1).Read(Read(new MdnsService(A, "home", 9001).Announcement(Address, isGoodbye: true)))).IsGone);

    [Fact]
    public void Query_Asked_IsAnsweredForThisServiceOnly()
    {
        var service = new MdnsService(A, "home", 9001);
        Assert.True(service.IsAsked(Read(MdnsService.Query())));
        Assert.False(service.IsAsked(new DnsMessage { Questions = [("_http._tcp.local", DnsRecordType.Ptr)] }));
        Assert.False(service.IsAsked(Read(service.Announcement(Address))));
    }

    // The first bytes of what other programs send: a compressed answer of a printer, after RFC 1035, section 4.1.4.
    [Fact]
    public void Message_WithCompressedNames_IsRead()
    {
        byte[] bytes =
        [
            0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0,
            4, .. "_ipp"u8, 4, .. "_tcp"u8, 5, .. "local"u8, 0, 0, 12, 0, 1, 0, 0, 0, 120, 0, 10, 7, .. "printer"u8, 0xC0, 12,
        ];

        var record = Assert.Single(Read(bytes).Records);
        Assert.Equal(("_ipp._tcp.local", "printer._ipp._tcp.local", 120u), (record.Name, record.Target, record.TtlSeconds));
    }

    [Fact]
    public void Message_ThatPointsAtItself_IsNone()
    {
        byte[] bytes = [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xC0, 12, 0, 12, 0, 1, 0, 0, 0, 120, 0, 2, 0xC0, 12];
        Assert.Null(DnsMessage.TryRead(bytes));
    }

    [Fact]
    public void Message_OfOneRecordTooMany_IsNone()
    {
        var record = new DnsRecord { Name = "a.local", Type = DnsRecordType.A, TtlSeconds = 1, Address = Address };
        Assert.NotNull(DnsMessage.TryRead(new DnsMessage { IsAnswer = true, Records = [.. Enumerable.Repeat(record, 64)] }.ToArray()));
        Assert.Null(DnsMessage.TryRead(new DnsMessage { IsAnswer = true, Records = [.. Enumerable.Repeat(record, 65)] }.ToArray()));
    }

    [Fact]
    public void Message_Mutated_IsReadOrNone()
    {
        var random = new Random(5);
        var service = new MdnsService(B, "home", 1);
        byte[][] seeds = [MdnsService.Query(), new MdnsService(A, "home", 9001).Announcement(Address)];
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = seeds[round % 2].ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (DnsMessage.TryRead(bytes.AsSpan(0, random.Next(bytes.Length + 1))) is { } message)
            {
                service.IsAsked(message);
                Assert.All(service.Read(message), static node => Assert.NotEqual(B, node.NodeId));
            }
        }
    }

    [Fact]
    public void Found_Node_IsDialledByOneOfTheTwoAndAgainWhenItIsGoneAndBack()
    {
        var world = new EngineWorld();
        var a = world.AddNode(1, static setup => setup with { ExchangesPeers = false });
        var b = world.AddNode(2, static setup => setup with { ExchangesPeers = false });
        a.Handle(new MeshEvent.Found(new FoundNode(b.Key.NodeId, b.Address, IsGone: false)));
        b.Handle(new MeshEvent.Found(new FoundNode(a.Key.NodeId, a.Address, IsGone: false)));
        world.Run(1_000);
        Assert.Equal((1, 1), (a.LinksUp, b.LinksUp));
        b.Cut();
        world.Run(60_000);
        Assert.Equal(0, a.LinksUp);
        b.Mend();
        world.Run(60_000);
        Assert.Equal((1, 1), (a.LinksUp, b.LinksUp));
    }

    [Fact]
    public void Found_AnotherNodeAtTheAddress_IsNotLinked()
    {
        var world = new EngineWorld();
        var a = world.AddNode(1, static setup => setup with { ExchangesPeers = false });
        var b = world.AddNode(2, static setup => setup with { ExchangesPeers = false });
        a.Handle(new MeshEvent.Found(new FoundNode(Observations.Key(200).NodeId, b.Address, IsGone: false)));
        world.Run(100_000);
        Assert.Equal(0, a.LinksUp);
    }
}
