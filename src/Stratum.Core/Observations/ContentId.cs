namespace Stratum.Core;

/// <summary>
/// What was said, and by whom: SHA-256 over the canonical bytes followed by the signer's 32-byte public key (CANONICAL, "Identity").
/// Gossip, deduplication and reconciliation use it. It does not cover the signature.
/// </summary>
public readonly record struct ContentId(Hash256 Hash) : IComparable<ContentId>
{
    /// <inheritdoc/>
    public int CompareTo(ContentId other) => Hash.CompareTo(other.Hash);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hash.ToString();

    /// <summary>Order as unsigned big-endian numbers.</summary>
    public static bool operator <(ContentId left, ContentId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(ContentId left, ContentId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(ContentId left, ContentId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(ContentId left, ContentId right) => left.CompareTo(right) >= 0;
}
