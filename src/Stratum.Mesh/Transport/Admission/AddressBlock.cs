using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Stratum.Mesh.Transport;

/// <summary>What limits count as one stranger: an IPv4 address, or an IPv6 /64, of which one customer has 2^64 addresses.</summary>
/// <param name="IsV6">Which family; the two must not meet in one number.</param>
/// <param name="Bits">The address or the upper half of it.</param>
internal readonly record struct AddressBlock(bool IsV6, ulong Bits)
{
    /// <summary>The block of an address; an IPv4 address mapped into IPv6 counts as what it is.</summary>
    public static AddressBlock Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = RemoteAddress.Plain(address);
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new AddressBlock(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new AddressBlock(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
