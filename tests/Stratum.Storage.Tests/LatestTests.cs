using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class LatestTests
{
    [Fact]
    public async Task LatestNear_AnyPlaceAndRadius_EqualsBruteForce()
    {
        await using var fixture = new StoreFixture();
        var random = new Random(42);
        var rows = new List<NewObservation>();
        for (var at = 0; at < 1500; at++)
        {
            var place = (at % 4) switch
            {
                0 => new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180),
                1 => new GeoPoint(90 - (random.NextDouble() * 2), (random.NextDouble() * 360) - 180),
                2 => new GeoPoint((random.NextDouble() * 2) - 1, random.Next(2) == 0 ? 180 - random.NextDouble() : -180 + random.NextDouble()),
                _ => new GeoPoint(57 + (random.NextDouble() / 10), -2 + (random.NextDouble() / 10)),
            };
            rows.Add(Make.Row(Make.Series("d" + (at % 1200), at % 3 == 0 ? "humidity" : "temperature"), Make.Midnight + random.Next(1000), at, place));
        }

        await fixture.AppendAsync([.. rows]);
        var newest = rows.GroupBy(static row => (row.Observation.Series.DeviceId, row.Observation.Series.ReadingType))
            .Select(static group => group.OrderByDescending(static row => row.Observation.Timestamp).ThenBy(static row => row.Observation.ContentId).First())
            .ToList();
        GeoPoint[] centres =
        [
            new(90, 0), new(-90, 10), new(0, 180), new(0.5, -179.9), new(57.05, -1.95), new(0, 0), new(89.9, 100),
            .. Enumerable.Range(0, 40).Select(_ => new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180)),
        ];
        for (var round = 0; round < 2; round++)
        {
            foreach (var centre in centres)
            {
                foreach (var (radius, limit) in ((double, int)[])[(50, 8), (0, 3), (3000, 1), (20_100, 8), (20_100, 5000)])
                {
                    AssertNear(fixture.Store, newest, centre, radius, limit);
                }
            }

            await fixture.ReopenAsync();
        }
    }

    private static void AssertNear(ObservationStore store, List<NewObservation> newest, GeoPoint centre, double radius, int limit)
    {
        foreach (var type in (string?[])["temperature", null])
        {
            var expected = newest.Where(row => type is null || row.Observation.Series.ReadingType == type)
                .Select(row => (row.Observation.Series.ReadingType, Distance: centre.DistanceKmTo(row.Observation.Observation.Position!.Value)))
                .Where(pair => pair.Distance <= radius)
                .GroupBy(static pair => pair.ReadingType)
                .SelectMany(group => group.Select(static pair => pair.Distance).Order().Take(limit))
                .Order()
                .ToList();
            var found = store.LatestNear(centre, radius, type, limit);
            Assert.Equal(expected.Count, found.Count);
            for (var at = 0; at < expected.Count; at++)
            {
                Assert.True(Math.Abs(expected[at] - found[at].DistanceKm) < 1e-6, $"{centre} {radius} km, {type}: {expected[at]} and {found[at].DistanceKm}");
            }
        }
    }

    [Fact]
    public async Task LatestOf_OlderRowsAndMoves_ShowsTheNewestWhereItIs()
    {
        await using var fixture = new StoreFixture();
        var series = Make.Series();
        await fixture.AppendAsync(Make.Row(series, Make.Midnight + 10, 1, new GeoPoint(10, 10)));
        await fixture.AppendAsync(Make.Row(series, Make.Midnight + 20, 2, new GeoPoint(20, 20)));
        await fixture.AppendAsync(Make.Row(series, Make.Midnight + 15, 3, new GeoPoint(30, 30)));
        await fixture.AppendAsync(Make.Row(Make.Series(type: "humidity"), Make.Midnight, 4));

        Assert.Equal([4, 2], fixture.Store.LatestOf(series.Station).Select(static row => row.Observation.Observation.Value));
        Assert.Empty(fixture.Store.LatestNear(new GeoPoint(10, 10), 100, null, 8));
        Assert.Empty(fixture.Store.LatestNear(new GeoPoint(30, 30), 100, null, 8));
        Assert.Equal(2, Assert.Single(fixture.Store.LatestNear(new GeoPoint(20, 20), 100, null, 8)).Observation.Observation.Observation.Value);
        Assert.Single(fixture.Store.Stations(new GeoBox(21, 19, 21, 19)));
        Assert.Empty(fixture.Store.Stations(new GeoBox(11, 9, 11, 9)));

        await fixture.AppendAsync(Make.Row(series, Make.Midnight + 30, 5));
        Assert.Empty(fixture.Store.LatestNear(new GeoPoint(20, 20), 100, null, 8));
        Assert.Equal(2, Assert.Single(fixture.Store.Stations(null)).Latest.Count);
    }

    [Fact]
    public async Task Retention_WholeDaysOut_TakesRowsSeriesAndStationsWithThem()
    {
        await using var fixture = new StoreFixture { Options = new StoreOptions { Directory = StoreFixture.Directory, MaxAgeDays = 2 } };
        await fixture.AppendAsync(Make.Row(Make.Series("old"), Make.Midnight, position: new GeoPoint(1, 1)), Make.Row(Make.Series("both"), Make.Midnight));
        await fixture.ReopenAsync();
        await fixture.AppendAsync(Make.Row(Make.Series("both"), Make.Midnight + 86_400), Make.Row(Make.Series("new"), Make.Midnight + 86_400));
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await Eventually.TrueAsync(() => fixture.Store.RetentionFloor == Make.Midnight + 86_400);
        await Eventually.TrueAsync(() => fixture.Store.Stations(null).Count == 2);

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(["both", "new"], fixture.All().Select(static row => row.Series.DeviceId).Order());
            Assert.Empty(fixture.Store.LatestNear(new GeoPoint(1, 1), 10, null, 1));
            Assert.Equal((2, 2), (fixture.Store.Status.Series, fixture.Store.Status.Stations));
            Assert.Equal(Make.Midnight + 86_400, fixture.Store.Status.OldestTimestamp);
            await fixture.CrashAsync();
        }

        // A clock that goes back does not bring the floor back.
        fixture.Time.Advance(TimeSpan.FromDays(-10));
        await fixture.ReopenAsync();
        Assert.Equal(Make.Midnight + 86_400, fixture.Store.RetentionFloor);
        Assert.Equal([AppendOutcome.Expired], await fixture.AppendAsync(Make.Row(Make.Series("old"), Make.Midnight)));
    }
}
