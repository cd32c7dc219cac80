namespace Stratum.Core;

public readonly partial record struct Hash256
{
    private Hash256(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>Sum as unsigned numbers, mod 2^256.</summary>
    public static Hash256 Add(Hash256 left, Hash256 right)
    {
        var d = left._d + right._d;
        var carry = d < left._d ? 1UL : 0;
        var (c, carryC) = AddWithCarry(left._c, right._c, carry);
        var (b, carryB) = AddWithCarry(left._b, right._b, carryC);
        var (a, _) = AddWithCarry(left._a, right._a, carryB);
        return new Hash256(a, b, c, d);
    }

    /// <summary>Difference as unsigned numbers, mod 2^256: what <see cref="Add"/> added is taken away again.</summary>
    public static Hash256 Subtract(Hash256 left, Hash256 right) => Add(Add(left, Complement(right)), new Hash256(0, 0, 0, 1));

    private static Hash256 Complement(Hash256 value) => new(~value._a, ~value._b, ~value._c, ~value._d);

    private static (ulong Sum, ulong Carry) AddWithCarry(ulong left, ulong right, ulong carry)
    {
        var sum = (UInt128)left + right + carry;
        return ((ulong)sum, (ulong)(sum >> 64));
    }
}
