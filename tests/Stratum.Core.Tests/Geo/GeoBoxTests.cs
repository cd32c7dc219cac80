namespace Stratum.Core.Tests;

public sealed class GeoBoxTests
{
    [Theory]
    [InlineData(10, 0, 20, -20, 5, 0, true)]
    [InlineData(10, 0, 20, -20, 10, 20, true)]
    [InlineData(10, 0, 20, -20, 10.001, 20, false)]
    [InlineData(10, 0, 20, -20, 5, 21, false)]
    [InlineData(10, 0, -170, 170, 5, 175, true)]
    [InlineData(10, 0, -170, 170, 5, -175, true)]
    [InlineData(10, 0, -170, 170, 5, 180, true)]
    [InlineData(10, 0, -170, 170, 5, -180, true)]
    [InlineData(10, 0, -170, 170, 5, 0, false)]
    [InlineData(10, 0, 180, 170, 5, -180, true)]
    [InlineData(10, 0, -170, -180, 5, 180, true)]
    [InlineData(90, -90, 180, -180, -90, 13, true)]
    public void Contains_Point_EdgesAndAntimeridianIncluded(
        double north, double south, double east, double west, double latitude, double longitude, bool expected) =>
        Assert.Equal(expected, new GeoBox(north, south, east, west).Contains(new GeoPoint(latitude, longitude)));

    [Theory]
    [InlineData(10, 0, 20, -20, true)]
    [InlineData(10, 0, -170, 170, true)]
    [InlineData(0, 10, 20, -20, false)]
    [InlineData(91, 0, 20, -20, false)]
    [InlineData(10, 0, 181, -20, false)]
    [InlineData(double.NaN, 0, 20, -20, false)]
    public void IsValid_Box_HasItsEdgesInRangeAndOrder(double north, double south, double east, double west, bool expected) =>
        Assert.Equal(expected, new GeoBox(north, south, east, west).IsValid);

    [Theory]
    [InlineData(89.9, 0, 50)]
    [InlineData(-89.9, 120, 50)]
    [InlineData(0, 0, 15_000)]
    public void Around_CircleThatReachesAPole_HasAllLongitudes(double latitude, double longitude, double radiusKm)
    {
        var box = GeoBox.Around(new GeoPoint(latitude, longitude), radiusKm);
        Assert.True(box.IsValid);
        Assert.Equal((180, -180), (box.East, box.West));
    }

    [Fact]
    public void Around_CircleOverTheAntimeridian_Crosses() => Assert.True(GeoBox.Around(new GeoPoint(-17, 179.9), 100).CrossesAntimeridian);

    [Fact]
    public void Around_RandomCircles_HoldEveryPointThatIsWithinThem()
    {
        const int seed = 17;
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var centre = RandomPoint(random);
            var radiusKm = Math.Exp(random.NextDouble() * 9.9);
            var box = GeoBox.Around(centre, radiusKm);
            Assert.True(box.IsValid, $"seed {seed}, round {i}: {box}");
            for (var j = 0; j < 100; j++)
            {
                var point = Destination(centre, random.NextDouble() * radiusKm * 1.2, random.NextDouble() * 2 * Math.PI);
                if (centre.DistanceKmTo(point) <= radiusKm * (1 - 1e-9))
                {
                    Assert.True(box.Contains(point), $"seed {seed}, round {i}.{j}: {centre} {radiusKm} km does not hold {point}");
                }
            }
        }
    }

    [Fact]
    public void Around_RandomCircles_AreNotMuchLargerThanNeeded()
    {
        // Each edge of the box is touched by the circle: the farthest points in latitude lie on it.
        const int seed = 18;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var centre = new GeoPoint((random.NextDouble() * 120) - 60, (random.NextDouble() * 360) - 180);
            var box = GeoBox.Around(centre, 500);
            Assert.Equal(500, centre.DistanceKmTo(centre with { Latitude = box.North }), 1e-6);
            Assert.Equal(500, centre.DistanceKmTo(centre with { Latitude = box.South }), 1e-6);
            Assert.True(centre.DistanceKmTo(new GeoPoint(centre.Latitude, box.East)) < 520, $"seed {seed}, round {i}");
        }
    }

    private static GeoPoint RandomPoint(Random random)
    {
        // Uniform over the sphere, with some at the places where boxes go wrong.
        var latitude = double.RadiansToDegrees(Math.Asin((2 * random.NextDouble()) - 1));
        var longitude = (random.NextDouble() * 360) - 180;
        return random.Next(6) switch
        {
            0 => new GeoPoint(latitude, random.Next(2) == 0 ? 180 : -180),
            1 => new GeoPoint(random.Next(2) == 0 ? 90 : -90, longitude),
            2 => new GeoPoint(random.Next(2) == 0 ? 89.5 : -89.5, longitude),
            _ => new GeoPoint(latitude, longitude),
        };
    }

    private static GeoPoint Destination(GeoPoint from, double distanceKm, double bearing)
    {
        var (angle, latitude) = (distanceKm / GeoPoint.EarthRadiusKm, double.DegreesToRadians(from.Latitude));
        var sine = (Math.Sin(latitude) * Math.Cos(angle)) + (Math.Cos(latitude) * Math.Sin(angle) * Math.Cos(bearing));
        var turn = Math.Atan2(Math.Sin(bearing) * Math.Sin(angle) * Math.Cos(latitude), Math.Cos(angle) - (Math.Sin(latitude) * sine));
        var longitude = Math.IEEERemainder(from.Longitude + double.RadiansToDegrees(turn), 360);
        return new GeoPoint(double.RadiansToDegrees(Math.Asin(Math.Clamp(sine, -1, 1))), Math.Clamp(longitude, -180, 180));
    }
}
