using System.Net;
using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;
using PeerRecord = Stratum.Mesh.Membership.PeerRecord;

namespace Stratum.Mesh.Tests.Support;

/// <summary>What nodes sign of themselves.</summary>
internal static class PeerRecords
{
    /// <summary>A record that was read.</summary>
    public static PeerRecord Of(byte number, long issuedMs = 1) => new()
    {
        NodeId = Observations.Key(number).NodeId,
        Addresses = [new IPEndPoint(IPAddress.Loopback, number)],
        IssuedMs = issuedMs,
        HighestPayloadVersion = 1,
        Signed = new Protos.PeerRecord(),
    };

    /// <summary>A record as it travels.</summary>
    public static Protos.PeerRecord Signed(byte number)
    {
        using var key = Observations.Key(number);
        return PeerRecord.Write(Body(key), message => key.Sign(message.Span));
    }

    public static PeerRecordBody Body(NodeKey key)
    {
        var body = new PeerRecordBody
        {
            NetworkId = "stratum",
            NodeId = HashColumn.Of(key.NodeId.PublicKey),
            IssuedMs = 1_800_000_000_000,
            HighestPayloadVersion = 1,
        };
        body.Addresses.Add("10.0.0.1:9001");
        return body;
    }
}
