namespace Stratum.Core;

/// <summary>A node's name: its Ed25519 public key itself, never a truncated hash.</summary>
/// <param name="PublicKey">The 32 bytes of the key.</param>
public readonly record struct NodeId(Hash256 PublicKey) : IComparable<NodeId>
{
    /// <summary>Parses 52 base32 characters (RFC 4648, lower case, unpadded). Refuses any other spelling of the same bytes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NodeId nodeId)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        var parsed = Base32.TryDecode(text, bytes);
        nodeId = parsed ? new NodeId(new Hash256(bytes)) : default;
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => PublicKey.CompareTo(other.PublicKey);

    /// <summary>52 base32 characters: RFC 4648, lower case, unpadded.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        PublicKey.CopyTo(bytes);
        return Base32.Encode(bytes);
    }

    /// <summary>Order as unsigned big-endian numbers.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
