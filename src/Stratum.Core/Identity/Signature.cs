namespace Stratum.Core;

/// <summary>An Ed25519 signature: 64 bytes, hex in JSON.</summary>
/// <param name="R">The first half, an encoded curve point.</param>
/// <param name="S">The second half, a scalar in little-endian order.</param>
public readonly record struct Signature(Hash256 R, Hash256 S) : IComparable<Signature>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    /// <summary>Reads 64 bytes. Throws <see cref="ArgumentException"/> for any other length.</summary>
    public static Signature FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new Signature(new Hash256(bytes[..32]), new Hash256(bytes[32..]))
        : throw new ArgumentException($"{bytes.Length} bytes given, 64 needed", nameof(bytes));

    /// <summary>Parses 128 hexadecimal digits of either case.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> hex, out Signature signature)
    {
        signature = default;
        if (hex.Length != Size * 2 || !Hash256.TryParseHex(hex[..64], out var r) || !Hash256.TryParseHex(hex[64..], out var s))
        {
            return false;
        }

        signature = new Signature(r, s);
        return true;
    }

    /// <summary>Writes the 64 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        R.CopyTo(destination);
        S.CopyTo(destination[32..]);
    }

    /// <summary>Order of the bytes. Of two signatures for one content every node keeps the lower (CANONICAL, "Identity").</summary>
    public int CompareTo(Signature other)
    {
        var order = R.CompareTo(other.R);
        return order != 0 ? order : S.CompareTo(other.S);
    }

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => R.ToString() + S;

    /// <summary>Order of the bytes.</summary>
    public static bool operator <(Signature left, Signature right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Signature left, Signature right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Signature left, Signature right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Signature left, Signature right) => left.CompareTo(right) >= 0;
}
