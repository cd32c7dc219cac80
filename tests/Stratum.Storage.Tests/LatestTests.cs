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
    public async Task LatestNear_RoomsAndProbesBetween_DoNotCountForTheLimit()
    {
        await using var fixture = new StoreFixture();
        var here = new GeoPoint(57, -2);
        for (var at = 0; at < 300; at++)
        {
            var room = Make.Series("room" + at, deployment: at % 2 == 0 ? "INDOOR" : "probe");
            await fixture.AppendAsync(Make.Row(room, Make.Midnight, 22, new GeoPoint(57 + (at * 1e-5), -2)));
        }

        await fixture.AppendAsync(
            Make.Row(Make.Series("garden"), Make.Midnight, 3, new GeoPoint(57.1, -2)),
            Make.Row(Make.Series("roof", deployment: "OUTDOOR"), Make.Midnight, 4, new GeoPoint(57.2, -2)));
        for (var round = 0; round < 2; round++)
        {
            foreach (var type in (string?[])["temperature", null])
            {
                Assert.Equal(["garden", "roof"], DevicesNear(type, 8, Deployment.Outdoor));
                Assert.Equal(["room0", "room2"], DevicesNear(type, 2, Deployment.Indoor));
                Assert.Equal(["room1", "room3"], DevicesNear(type, 2, Deployment.Probe));
                Assert.Equal(["room0", "room1", "room2"], DevicesNear(type, 3, null));
                Assert.Equal(302, DevicesNear(type, 1000, null).Count());
            }

            await fixture.ReopenAsync();
        }

        IEnumerable<string> DevicesNear(string? type, int limit, Deployment? deployment) =>
            fixture.Store.LatestNear(here, 100, type, limit, deployment).Select(static near => near.Observation.Series.DeviceId);
    }

    [Fact]
    public async Task LatestOf_OneDeviceInAndOut_ShowsTheNewestOfEach()
    {
        await using var fixture = new StoreFixture();
        var (outdoors, indoors) = (Make.Series(), Make.Series(deployment: "INDOOR"));
        await fixture.AppendAsync(Make.Row(outdoors, Make.Midnight + 10, 3, new GeoPoint(10, 10)));
        await fixture.AppendAsync(Make.Row(indoors, Make.Midnight + 20, 25, new GeoPoint(10, 10)));
        await fixture.AppendAsync(Make.Row(Make.Series(note: "new"), Make.Midnight + 15, 4, new GeoPoint(10, 10)));

        Assert.Equal([4, 25], fixture.Store.LatestOf(outdoors.Station).Select(static row => row.Observation.Observation.Value));
        var near = Assert.Single(fixture.Store.LatestNear(new GeoPoint(10, 10), 1, null, 8, Deployment.Outdoor));
        Assert.Equal(4, near.Observation.Observation.Observation.Value);
        Assert.Equal(1, fixture.Store.Status.Stations);
    }

    [Fact]
    public async Task Query_OneDeployment_GivesItsRowsAndCountsAllWitnesses()
    {
        await using var fixture = new StoreFixture();
        await fixture.AppendAsync(
            Make.Row(Make.Series("a"), Make.Midnight + 1, 3),
            Make.Row(Make.Series("a", node: 2, deployment: "INDOOR"), Make.Midnight + 1, 3),
            Make.Row(Make.Series("b", deployment: "Indoor"), Make.Midnight + 2, 25),
            Make.Row(Make.Series("c", deployment: "PROBE"), Make.Midnight + 3, -18));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([("a", 2)], Rows(Deployment.Outdoor));
            Assert.Equal([("a", 2), ("b", 1)], Rows(Deployment.Indoor));
            Assert.Equal([("c", 1)], Rows(Deployment.Probe));
            Assert.Equal([("a", 2), ("b", 1), ("c", 1)], Rows(null));
            await fixture.ReopenAsync();
        }

        IEnumerable<(string, int)> Rows(Deployment? deployment) => fixture.Store.Query(new ObservationQuery { Deployment = deployment })
            .Select(static row => (row.Series.DeviceId, row.Witnesses));
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
