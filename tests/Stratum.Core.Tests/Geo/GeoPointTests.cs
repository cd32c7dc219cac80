namespace Stratum.Core.Tests;

public sealed class GeoPointTests
{
    [Theory]
    // A quarter and a half of the circumference 2 * pi * 6371.0088 km, and one degree of it.
    [InlineData(0, 0, 0, 90, 10007.557)]
    [InlineData(90, 0, -90, 0, 20015.115)]
    [InlineData(0, 0, 0, 180, 20015.115)]
    [InlineData(10, 20, 11, 20, 111.195)]
    [InlineData(0, 179.5, 0, -179.5, 111.195)]
    [InlineData(90, 10, 90, -170, 0)]
    [InlineData(51.5, 0.1, 51.5, 0.1, 0)]
    // R. W. Sinnott's example of the formula in use: Nashville to Los Angeles, 2886.45 km on a sphere of 6371.0088 km.
    [InlineData(36.12, -86.67, 33.94, -118.40, 2886.448)]
    public void DistanceKmTo_KnownPairs_IsTheGreatCircle(double latitude, double longitude, double toLatitude, double toLongitude, double expectedKm)
    {
        var (from, to) = (new GeoPoint(latitude, longitude), new GeoPoint(toLatitude, toLongitude));
        Assert.Equal(expectedKm, from.DistanceKmTo(to), 2e-3);
        Assert.Equal(from.DistanceKmTo(to), to.DistanceKmTo(from), 1e-9);
    }

    [Fact]
    public void DistanceKmTo_NearlyAntipodal_IsNeverNotANumber()
    {
        const int seed = 3;
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var point = new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            var opposite = new GeoPoint(-point.Latitude, point.Longitude > 0 ? point.Longitude - 180 : point.Longitude + 180);
            Assert.True(Math.Abs(point.DistanceKmTo(opposite) - (Math.PI * GeoPoint.EarthRadiusKm)) < 0.01, $"seed {seed}, round {i}: {point}");
        }
    }

    [Theory]
    [InlineData(90, 180, true)]
    [InlineData(-90, -180, true)]
    [InlineData(90.1, 0, false)]
    [InlineData(0, -180.1, false)]
    [InlineData(double.NaN, 0, false)]
    [InlineData(0, double.PositiveInfinity, false)]
    public void IsValid_Point_IsInsideTheRanges(double latitude, double longitude, bool expected) =>
        Assert.Equal(expected, new GeoPoint(latitude, longitude).IsValid);

    [Theory]
    [InlineData(59.94231, 3, 59.942)]
    [InlineData(59.9425, 3, 59.942)]
    [InlineData(59.9435, 3, 59.944)]
    [InlineData(-10.72049, 2, -10.72)]
    [InlineData(-0.0004, 3, 0)]
    [InlineData(1e-300, 7, 0)]
    [InlineData(179.99999, 0, 180)]
    [InlineData(400, 1, 400)]
    public void RoundDegrees_Coordinate_IsHalfToEvenOnItsDecimals(double degrees, int decimals, double expected) =>
        Assert.Equal(CanonicalDouble.Format(expected), CanonicalDouble.Format(GeoPoint.RoundDegrees(degrees, decimals)));

    [Fact]
    public void RoundDegrees_NotANumber_StaysForTheBuilderToRefuse() => Assert.True(double.IsNaN(GeoPoint.RoundDegrees(double.NaN, 3)));
}
