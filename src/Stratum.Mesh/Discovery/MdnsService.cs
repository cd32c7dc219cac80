using System.Globalization;
using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Discovery;

/// <summary>
/// What a node says and understands in DNS service discovery: `_stratum._udp.local`, with node id and network in its text record. The node id is only
/// where to look; who answers proves it. No socket and no clock of its own.
/// </summary>
internal sealed class MdnsService(NodeId self, string networkId, int port)
{
    public const string ServiceName = "_stratum._udp.local";

    // RFC 6762, section 10: two minutes for what depends on a host's name or address, longer for the rest.
    private const uint HostTtlSeconds = 120;
    private const uint ServiceTtlSeconds = 4_500;

    // A label holds 63 bytes, a node id has 52 characters.
    private readonly string _instance = $"{self}.{ServiceName}";
    private readonly string _host = $"stratum-{self.ToString()[..16]}.local";

    /// <summary>Asks who is there.</summary>
    public static byte[] Query() => new DnsMessage { Questions = [(ServiceName, DnsRecordType.Ptr)] }.ToArray();

    /// <summary>Says where this node is; at the end, that it is there no longer.</summary>
    public byte[] Announcement(IPAddress address, bool isGoodbye = false) => new DnsMessage
    {
        IsAnswer = true,
        Records =
        [
            new DnsRecord { Name = ServiceName, Type = DnsRecordType.Ptr, TtlSeconds = isGoodbye ? 0 : ServiceTtlSeconds, Target = _instance },
            new DnsRecord { Name = _instance, Type = DnsRecordType.Srv, TtlSeconds = isGoodbye ? 0 : HostTtlSeconds, Target = _host, Port = port },
            new DnsRecord
            {
                Name = _instance,
                Type = DnsRecordType.Txt,
                TtlSeconds = isGoodbye ? 0 : ServiceTtlSeconds,
                Texts = [$"id={self}", $"net={networkId}", string.Create(CultureInfo.InvariantCulture, $"v={Engine.MeshEngine.ProtocolVersion}")],
            },
            new DnsRecord { Name = _host, Type = DnsRecordType.A, TtlSeconds = isGoodbye ? 0 : HostTtlSeconds, Address = address },
        ],
    }.ToArray();

    /// <summary>Whether the message asks for this service.</summary>
    public bool IsAsked(DnsMessage message) => !message.IsAnswer && message.Questions.Any(question =>
        (question.Name == ServiceName && question.Type is DnsRecordType.Ptr or DnsRecordType.Any)
        || (string.Equals(question.Name, _instance, StringComparison.OrdinalIgnoreCase)
            && question.Type is DnsRecordType.Srv or DnsRecordType.Txt or DnsRecordType.Any));

    /// <summary>The other nodes of this network that a message tells of.</summary>
    public List<FoundNode> Read(DnsMessage message)
    {
        var found = new List<FoundNode>();
        foreach (var text in message.IsAnswer ? message.Records : [])
        {
            if (text.Type != DnsRecordType.Txt || !text.Name.EndsWith("." + ServiceName, StringComparison.Ordinal)
                || ValueOf(text, "net=") != networkId || !NodeId.TryParse(ValueOf(text, "id=") ?? "", out var nodeId) || nodeId == self)
            {
                continue;
            }

            var service = message.Records.Find(record => record.Type == DnsRecordType.Srv && record.Name == text.Name);
            var address = service is null ? null : message.Records.Find(record => record.Type == DnsRecordType.A && record.Name == service.Target)?.Address;
            if (service is { Port: > 0 } && address is not null)
            {
                found.Add(new FoundNode(nodeId, new IPEndPoint(address, service.Port), IsGone: text.TtlSeconds == 0));
            }
        }

        return found;
    }

    private static string? ValueOf(DnsRecord text, string key) =>
        text.Texts.FirstOrDefault(pair => pair.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
}
