using System.Numerics;

namespace Stratum.Core.Tests;

public sealed class Ed25519Tests
{
    // The order of the base point (RFC 8032, section 5.1).
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    public static TheoryData<string> Vectors => [.. VectorFile.Lines("rfc8032-ed25519.txt")];

    /// <summary>The eight points of small order (orders 1, 2, 4, 8), y in little-endian order with the sign of x on top.</summary>
    public static TheoryData<string> SmallOrderPoints =>
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ];

    [Fact]
    public void VectorFile_Whole_HoldsTheFiveVectorsOfTheRfc() => Assert.Equal(5, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void SignAndVerify_VectorOfRfc8032_GivesItsKeyAndSignature(string line)
    {
        var parts = line.Split(' ');
        var message = parts[3] == "-" ? [] : Convert.FromHexString(parts[3]);
        using var key = NodeKey.FromSeed(Convert.FromHexString(parts[1]));

        Assert.Equal(parts[2], key.NodeId.PublicKey.ToString());
        Assert.Equal(parts[4], key.Sign(message).ToString());
        Assert.True(Signature.TryParseHex(parts[4], out var signature));
        Assert.True(Ed25519.Verify(message, signature, key.NodeId));
        Assert.False(Ed25519.Verify([.. message, 0], signature, key.NodeId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Verify_ScalarPlusMultipleOfTheOrder_IsRefused(int times)
    {
        using var key = Sample.Key();
        var signature = key.Sign("m"u8);
        var scalar = new BigInteger(signature.S.ToArray(), isUnsigned: true) + (L * times);
        var bytes = new byte[32];
        Assert.True(scalar.TryWriteBytes(bytes, out _, isUnsigned: true));

        Assert.True(Ed25519.Verify("m"u8, signature, key.NodeId));
        Assert.False(Ed25519.Verify("m"u8, signature with { S = new Hash256(bytes) }, key.NodeId));
    }

    [Theory]
    [MemberData(nameof(SmallOrderPoints))]
    public void Verify_PublicKeyOfSmallOrder_IsRefused(string point)
    {
        // R = identity and S = 0 satisfy the equation for every message when the key is of small order (of order 1 always).
        Assert.True(Hash256.TryParseHex(point, out var key));
        Assert.True(Hash256.TryParseHex("0100000000000000000000000000000000000000000000000000000000000000", out var identity));
        for (byte message = 0; message < 32; message++)
        {
            Assert.False(Ed25519.Verify([message], new Signature(identity, default), new NodeId(key)));
            Assert.False(Ed25519.Verify([message], new Signature(key, default), new NodeId(key)));
        }
    }

    [Theory]
    [MemberData(nameof(SmallOrderPoints))]
    public void Verify_NonceOfSmallOrder_IsRefused(string point)
    {
        // S = k * a with R of small order is what a signer could make who wants a signature that some verifiers take and others do not.
        using var key = Sample.Key();
        Assert.True(Hash256.TryParseHex(point, out var nonce));
        Assert.False(Ed25519.Verify("m"u8, new Signature(nonce, default), key.NodeId));
        Assert.False(Ed25519.Verify("m"u8, SignatureWithNonceIdentity(nonce), key.NodeId));
    }

    [Fact]
    public void Verify_KeyWithCoordinateOfPOrMore_IsRefused()
    {
        for (var y = 0; y < 19; y++)
        {
            var bytes = new byte[32];
            Assert.True((P + y).TryWriteBytes(bytes, out _, isUnsigned: true));
            using var key = Sample.Key();
            Assert.False(Ed25519.Verify("m"u8, key.Sign("m"u8), new NodeId(new Hash256(bytes))));
            Assert.False(Ed25519.Verify("m"u8, new Signature(new Hash256(bytes), default), new NodeId(new Hash256(bytes))));
        }
    }

    [Fact]
    public void Verify_AnyBitChanged_IsRefused()
    {
        using var key = Sample.Key();
        var message = "a message"u8.ToArray();
        var signature = new byte[Signature.Size];
        key.Sign(message).CopyTo(signature);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(message, Signature.FromBytes(signature), key.NodeId));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(Ed25519.Verify(message, Signature.FromBytes(signature), key.NodeId));
    }

    // With R the identity, S = k * a where k = SHA-512(R, A, message) mod L and a is the clamped secret: right but for R's order.
    private static Signature SignatureWithNonceIdentity(Hash256 nonce)
    {
        using var key = Sample.Key();
        var seed = new byte[NodeKey.SeedSize];
        key.CopySeedTo(seed);
        var secret = System.Security.Cryptography.SHA512.HashData(seed)[..32];
        secret[0] &= 248;
        secret[31] = (byte)((secret[31] & 127) | 64);
        var k = System.Security.Cryptography.SHA512.HashData([.. nonce.ToArray(), .. key.NodeId.PublicKey.ToArray(), .. "m"u8]);
        var s = new BigInteger(k, isUnsigned: true) % L * new BigInteger(secret, isUnsigned: true) % L;
        var bytes = new byte[32];
        s.TryWriteBytes(bytes, out _, isUnsigned: true);
        return new Signature(nonce, new Hash256(bytes));
    }
}
