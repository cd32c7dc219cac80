using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>Peers' addresses as users know them.</summary>
internal static class RemoteAddress
{
    /// <summary>A listener on both families sees IPv4 peers as ::ffff:a.b.c.d.</summary>
    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(Plain(endPoint.Address), endPoint.Port) : endPoint;

    /// <inheritdoc cref="Plain(IPEndPoint)"/>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
