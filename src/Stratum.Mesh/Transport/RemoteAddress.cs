using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>Peers' addresses as users know them.</summary>
internal static class RemoteAddress
{
    /// <summary>A listener on both families sees IPv4 peers as ::ffff:a.b.c.d.</summary>
    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
}
