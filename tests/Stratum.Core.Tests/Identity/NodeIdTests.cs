namespace Stratum.Core.Tests;

public sealed class NodeIdTests
{
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "777777777777777777777777777777777777777777777777777q")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkena")]
    public void ToString_Key_IsItsLowerCaseBase32(string hex, string text)
    {
        Assert.True(Hash256.TryParseHex(hex, out var key));
        Assert.Equal(text, new NodeId(key).ToString());
        Assert.True(NodeId.TryParse(text, out var parsed));
        Assert.Equal(key, parsed.PublicKey);
    }

    [Fact]
    public void TryParse_RandomKeys_RoundTrip()
    {
        const int seed = 11;
        var random = new Random(seed);
        var bytes = new byte[32];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(bytes);
            var id = new NodeId(new Hash256(bytes));
            Assert.True(NodeId.TryParse(id.ToString(), out var parsed) && parsed == id, $"seed {seed}, round {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("25NJQAMCWEFLPVKL73J4SZAHHIHOC4XT3KTCGJNPAINGR5YHKENA")]
    [InlineData("25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkena====")]
    [InlineData("25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhken")]
    [InlineData("25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenaa")]
    [InlineData(" 25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhken")]
    [InlineData("1" + "5njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkena")]
    [InlineData("0" + "5njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkena")]
    public void TryParse_AnotherSpelling_IsRefused(string text) => Assert.False(NodeId.TryParse(text, out _));

    [Fact]
    public void TryParse_TrailingBitsNotZero_AreRefused()
    {
        const string stem = "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhken";
        // 52 characters carry 260 bits: of the last one only the highest bit belongs to the key.
        var accepted = "abcdefghijklmnopqrstuvwxyz234567".Where(last => NodeId.TryParse(stem + last, out _));
        Assert.Equal("aq", string.Concat(accepted));
    }

    [Fact]
    public void CompareTo_Ids_OrdersBytes()
    {
        var low = new NodeId(new Hash256([.. new byte[31], 1]));
        var high = new NodeId(new Hash256([1, .. new byte[31]]));
        Assert.True(low < high && high > low && low <= high && high >= low && low.CompareTo(low) == 0);
    }
}
