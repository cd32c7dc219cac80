using System.Text.Json;

namespace Stratum.Api.Tests;

public class SeriesTests
{
    private const string Near = "/series?lat=52&lng=13&radius_km=1&type=temperature";

    [Fact]
    public async Task Series_OfDevice_AnswersFullObservationsOldestFirst()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 2, secondsAgo: 10);
        host.Put(value: 1, secondsAgo: 20);
        host.Put(device: "other");

        var answer = await host.JsonAsync("/series?device_id=d1");

        var rows = answer.GetProperty("observations").EnumerateArray().ToArray();
        Assert.Equal([1.0, 2.0], rows.Select(row => row.GetProperty("value").GetDouble()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        string[] names =
        [
            "reading_id", "content_id", "signature", "public_key", "node_id", "key_version",
            "witnesses", "received_at", "received_via", "time_source", "confidence", "flag", "reasons",
        ];
        Assert.All(names, name => Assert.True(rows[0].TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task Series_NearPoint_UsesRadiusTypeAndHalfOpenRange()
    {
        await using var host = await ApiHost.StartAsync();
        var now = ApiHost.Start.ToUnixTimeSeconds();
        host.Put(value: 1, secondsAgo: 30, lat: 52.05);
        host.Put(value: 2, secondsAgo: 20);
        host.Put(value: 3, secondsAgo: 10);
        host.Put(value: 4, secondsAgo: 20, lat: 52.2);
        host.Put(value: 5, secondsAgo: 20, type: "humidity");

        Assert.Equal(new double[] { 1, 2 }, await ValuesAsync(host, $"/series?lat=52&lng=13&type=temperature&from={now - 30}&to={now - 10}"));
        Assert.Equal(new double[] { 2 }, await ValuesAsync(host, Near + "&from=2026-11-20T11:59:35Z&to=2026-11-20T12:59:50%2B01:00"));
        Assert.Equal(new double[] { 3, 2 }, await ValuesAsync(host, Near + "&order=desc"));
    }

    [Fact]
    public async Task Series_Pages_FollowLinkAndCursorToTheEnd()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            host.Put(value: i, secondsAgo: 100 - i);
        }

        var seen = new List<double>();
        var url = "/series?device_id=d1&type=temperature&offset=1&limit=10";
        for (var page = 0; page < 3; page++)
        {
            using var response = await host.Client.GetAsync(url);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            seen.AddRange(answer.RootElement.GetProperty("observations").EnumerateArray().Select(row => row.GetProperty("value").GetDouble()));
            var next = answer.RootElement.GetProperty("next").GetString();
            Assert.Equal(next is null, !response.Headers.TryGetValues("Link", out var links));
            if (next is null)
            {
                break;
            }

            url = links!.Single().Split('>')[0].TrimStart('<');
            Assert.Equal($"/series?device_id=d1&type=temperature&limit=10&cursor={Uri.EscapeDataString(next)}", url);
        }

        Assert.Equal(Enumerable.Range(1, 24).Select(i => (double)i), seen);
    }

    [Fact]
    public async Task Series_Fields_AnswersOnlyTheseInThisOrder()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 20, secondsAgo: 0, altitude: null);
        var answer = await host.JsonAsync("/series?device_id=d1&fields=value,timestamp,altitude,reasons,unit");
        Assert.Equal(
            "{\"value\":20.0,\"timestamp\":1795176000,\"altitude\":null,\"reasons\":[\"a \\\"reason\\\", two\"],\"unit\":\"\u00b0C\"}",
            answer.GetProperty("observations")[0].GetRawText());
    }

    [Fact]
    public async Task Series_EveryField_EqualsTheFullObject()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 0.1, altitude: 34);
        var full = (await host.JsonAsync("/series?device_id=d1")).GetProperty("observations")[0];
        foreach (var member in full.EnumerateObject())
        {
            var slim = (await host.JsonAsync($"/series?device_id=d1&fields={member.Name}")).GetProperty("observations")[0];
            Assert.Equal($"{{\"{member.Name}\":{member.Value.GetRawText()}}}", slim.GetRawText());
        }

        Assert.Equal(full.EnumerateObject().Select(member => member.Name).Order(), ObservationColumns.All.Select(column => column.Name.Value).Order());
    }

    [Fact]
    public async Task Series_Duplicates_AreFoldedUnlessAllAreAsked()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        host.Put(license: "CC0-1.0");
        var folded = await host.JsonAsync("/series?device_id=d1");
        Assert.Equal(2, folded.GetProperty("observations")[0].GetProperty("witnesses").GetInt32());
        Assert.Equal(1, folded.GetProperty("observations").GetArrayLength());
        Assert.Equal(2, (await host.JsonAsync("/series?device_id=d1&duplicates=all")).GetProperty("observations").GetArrayLength());
    }

    [Theory]
    [InlineData("lat=91&lng=0", "lat")]
    [InlineData("lat=NaN&lng=0", "lat")]
    [InlineData("lat=1", "lng")]
    [InlineData("lng=181&lat=1", "lng")]
    [InlineData("", "lat")]
    [InlineData("lat=1&lng=1&lat=2", "lat")]
    [InlineData("device_id=", "device_id")]
    [InlineData("device_id=d1&radius_km=5", "radius_km")]
    [InlineData("lat=1&lng=1&radius_km=0", "radius_km")]
    [InlineData("lat=1&lng=1&radius_km=20016", "radius_km")]
    [InlineData("device_id=d1&limit=0", "limit")]
    [InlineData("device_id=d1&limit=10001", "limit")]
    [InlineData("device_id=d1&limit=1.5", "limit")]
    [InlineData("device_id=d1&offset=-1", "offset")]
    [InlineData("device_id=d1&offset=100001", "offset")]
    [InlineData("device_id=d1&offset=0&cursor=c1", "offset")]
    [InlineData("device_id=d1&cursor=zzz", "cursor")]
    [InlineData("device_id=d1&from=yesterday", "from")]
    [InlineData("device_id=d1&from=2026-11-20T12:00:00", "from")]
    [InlineData("device_id=d1&from=9007199254740992", "from")]
    [InlineData("device_id=d1&from=5&to=5", "to")]
    [InlineData("device_id=d1&order=up", "order")]
    [InlineData("device_id=d1&duplicates=yes", "duplicates")]
    [InlineData("device_id=d1&fields=value,colour", "fields")]
    [InlineData("device_id=d1&fields=value,value", "fields")]
    [InlineData("device_id=d1&node_id=abc", "node_id")]
    [InlineData("device_id=d1&type=9x", "type")]
    [InlineData("device_id=d1&step=0", "step")]
    [InlineData("device_id=d1&step=31622401", "step")]
    [InlineData("device_id=d1&agg=mean", "step")]
    [InlineData("device_id=d1&step=60&agg=median", "agg")]
    [InlineData("device_id=d1&step=60&fields=value", "fields")]
    [InlineData("device_id=d1&step=60&offset=1", "offset")]
    [InlineData("device_id=d1&step=60&duplicates=all", "duplicates")]
    [InlineData("device_id=d1&colour=red", "colour")]
    public async Task Series_WrongParameter_IsNamedWithWhatIsAccepted(string query, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await host.AssertRefusedAsync("/series?" + query, parameter);
        Assert.Equal("Bad Request", problem.GetProperty("title").GetString());
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Equal("/series", problem.GetProperty("instance").GetString());
        Assert.All(problem.GetProperty("errors").EnumerateArray(), error => Assert.NotEqual("", error.GetProperty("accepted").GetString()));
    }

    [Fact]
    public async Task Series_SeveralMistakes_AreAllNamedAndTheirNumberIsBounded()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await host.AssertRefusedAsync("/series?lat=91&lng=181&limit=0", "lng");
        Assert.Equal(3, problem.GetProperty("errors").GetArrayLength());
        problem = await host.JsonAsync("/series?device_id=d1&" + string.Join('&', Enumerable.Range(0, 300).Select(i => $"x{i}=1")), 400);
        Assert.Equal(20, problem.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Series_Step_AggregatesEachStationAndQuantityByItself()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 10, secondsAgo: 60);
        host.Put(value: 20, secondsAgo: 30);
        host.Put(value: 5, secondsAgo: 0);
        host.Put(device: "d2", value: 100, secondsAgo: 30);
        host.Put(type: "wind_direction", unit: "\u00b0", value: 350, secondsAgo: 30);
        host.Put(type: "wind_direction", unit: "\u00b0", value: 20, secondsAgo: 29);

        var buckets = (await host.JsonAsync("/series?lat=52&lng=13&step=60")).GetProperty("buckets").EnumerateArray().ToArray();

        Assert.Equal(4, buckets.Length);
        Assert.Equal("d1", buckets[0].GetProperty("device_id").GetString());
        Assert.Equal("10,15,20,2", Figures(buckets[0]));
        Assert.Equal("100,100,100,1", Figures(buckets[1]));
        Assert.Equal(5, buckets[2].GetProperty("mean").GetDouble(), 6);
        Assert.Equal("wind_direction", buckets[2].GetProperty("reading_type").GetString());
        Assert.Equal(JsonValueKind.Null, buckets[2].GetProperty("min").ValueKind);
        Assert.Equal(ApiHost.Start.ToUnixTimeSeconds(), buckets[3].GetProperty("timestamp").GetInt64());
        var slim = (await host.JsonAsync("/series?device_id=d2&step=60&agg=max,count")).GetProperty("buckets")[0];
        Assert.False(slim.TryGetProperty("mean", out _));
        Assert.Equal(1, slim.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Series_StepPages_EndWithWholeStepsAndLoseNothing()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { MaxRowsScanned = 7 });
        for (var i = 0; i < 20; i++)
        {
            host.Put(device: $"d{i % 2}", value: i, secondsAgo: 600 - (i * 20));
        }

        foreach (var limit in new[] { 2, 3, 5, 100 })
        {
            var counts = 0;
            var url = $"/series?lat=52&lng=13&step=60&limit={limit}";
            var starts = new List<string>();
            for (string? next = null; ;)
            {
                var page = await host.JsonAsync(next is null ? url : $"{url}&cursor={Uri.EscapeDataString(next)}");
                foreach (var bucket in page.GetProperty("buckets").EnumerateArray())
                {
                    counts += bucket.GetProperty("count").GetInt32();
                    starts.Add($"{bucket.GetProperty("timestamp")}/{bucket.GetProperty("device_id")}");
                }

                next = page.GetProperty("next").GetString();
                if (next is null)
                {
                    break;
                }
            }

            Assert.Equal(20, counts);
            Assert.Equal(starts.Count, starts.Distinct().Count());
        }
    }

    [Fact]
    public async Task Series_OneStepBeyondTheLimits_IsRefusedWithAdvice()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { MaxRowsScanned = 5 });
        for (var i = 0; i < 6; i++)
        {
            host.Put(device: $"d{i}", value: i, secondsAgo: 30 - i);
        }

        var problem = await host.JsonAsync("/series?lat=52&lng=13&step=60", 400);
        Assert.Contains("5 rows", problem.GetProperty("detail").GetString());
        problem = await host.JsonAsync($"/series?lat=52&lng=13&step=60&limit=3&to={ApiHost.Start.ToUnixTimeSeconds() - 26}", 400);
        Assert.Contains("limit=3", problem.GetProperty("detail").GetString());
    }

    private static async Task<double[]> ValuesAsync(ApiHost host, string url) =>
        [.. (await host.JsonAsync(url)).GetProperty("observations").EnumerateArray().Select(row => row.GetProperty("value").GetDouble())];

    private static string Figures(JsonElement bucket) => string.Join(
        ',', new[] { "min", "mean", "max", "count" }.Select(name => bucket.GetProperty(name).GetDouble()));
}
