namespace Stratum.Core.Tests;

public sealed class GeohashTests
{
    [Theory]
    // The examples of Wikipedia's article on geohash.
    [InlineData(42.605, -5.603, "ezs42")]
    [InlineData(57.64911, 10.40744, "u4pruydqqvj")]
    [InlineData(-90, -180, "000000000000")]
    [InlineData(90, 180, "zzzzzzzzzzzz")]
    [InlineData(0, 0, "s00000000000")]
    public void Encode_KnownPoint_GivesItsCell(double latitude, double longitude, string cell) =>
        Assert.Equal(cell, Geohash.Encode(new GeoPoint(latitude, longitude), cell.Length));

    [Fact]
    public void TryDecode_CellOfRandomPoints_HoldsThem()
    {
        const int seed = 23;
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var point = new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            var length = random.Next(1, Geohash.LengthMax + 1);
            var cell = Geohash.Encode(point, length);
            Assert.True(Geohash.TryDecode(cell, out var box) && box.Contains(point), $"seed {seed}, round {i}: {cell} {point}");
            var centre = new GeoPoint((box.North + box.South) / 2, (box.East + box.West) / 2);
            Assert.True(Geohash.Encode(centre, length) == cell, $"seed {seed}, round {i}: {cell}");
        }
    }

    [Fact]
    public void TryDecode_OneCharacter_IsAThirtySecondOfTheEarth()
    {
        Assert.True(Geohash.TryDecode("s", out var box));
        Assert.Equal(new GeoBox(45, 0, 45, 0), box);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ezs4i")]
    [InlineData("EZS42")]
    [InlineData("0000000000000")]
    public void TryDecode_NotACell_IsFalse(string cell) => Assert.False(Geohash.TryDecode(cell, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void Encode_LengthOutOfRange_Throws(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => Geohash.Encode(default, length));
}
