using System.Globalization;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>/series?agg=increase: what counters counted, step by step. Values stand as minute:value, ! for flag 4.</summary>
public class SeriesIncreaseTests
{
    // ApiHost.Start is on the hour; minutes count from two hours before it.
    private const int Before = 120;

    [Theory]
    [InlineData("0:10 10:10.2 20:10.2 50:11", "0 1 4 0 0 1800 0")]
    [InlineData("0:10", "0 null 1 0 0 null 0")]
    // Each count belongs to the step of its later value.
    [InlineData("50:10 59:10.2 61:10.6 90:11", "0 0.2 2 0 0 540 0; 60 0.8 2 0 0 1740 0")]
    // Two hours without a value: told where it was seen, and that it may have fallen earlier.
    [InlineData("50:10 170:14", "0 null 1 0 0 null 0; 120 4 1 0 1 7200 0")]
    // Resets: dry, wet, away over midnight, and another device.
    [InlineData("0:12.4 1:0 2:0.4", "0 0.4 3 1 0 60 0")]
    [InlineData("0:12.4 1:0.2 2:0.4", "0 0.4 3 1 0 60 0")]
    [InlineData("50:12.4 80:3", "0 null 1 0 0 null 0; 60 3 1 1 0 1800 0")]
    [InlineData("0:1233.7 1:300 2:300.2", "0 0.2 3 1 0 60 0")]
    [InlineData("0:12.4 1:12.2 2:12.6", "0 0.4 3 0 0 60 0")]
    // weewx/weewx#525: +73,623 mm, flagged, and not flagged because nobody scores.
    [InlineData("0:1233.7 1:!74857 2:1233.7 3:1233.9", "0 0.2 3 0 0 120 1")]
    [InlineData("0:1233.7 1:74857 2:1233.7 3:1233.9", "0 0.2 3 0 0 120 1")]
    [InlineData("0:1233.7 1:0 2:1233.9", "0 0.2 3 1 0 60 0")]
    [InlineData("0:!74857", "0 null 0 0 0 null 1")]
    public async Task Increase_OneCounter_IsCountedByStep(string values, string expected)
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, values);
        Assert.Equal(expected, await BucketsAsync(host, "device_id=garden&type=rain_total&step=3600&agg=increase"));
    }

    [Fact]
    public async Task Increase_FromInTheMiddle_LooksUpTheValueBefore()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 58:11 59:!900 61:11.4 70:12");
        var from = ApiHost.Start.ToUnixTimeSeconds() - (60 * 60);
        Assert.Equal("60 1 2 0 0 540 0", await BucketsAsync(host, $"device_id=garden&type=rain_total&step=3600&agg=increase&from={from}"));
    }

    [Fact]
    public async Task Increase_PageByPage_EqualsTheWhole()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, string.Join(' ', Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i * 5}:{i * 0.3}"))));
        const string query = "/series?device_id=garden&type=rain_total&step=600&agg=increase";
        var whole = (await host.JsonAsync(query)).GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetRawText()).ToArray();
        var paged = new List<string>();
        for (string? next = query + "&limit=3"; next is not null;)
        {
            var page = await host.JsonAsync(next);
            paged.AddRange(page.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetRawText()));
            next = page.GetProperty("next").GetString() is { } cursor ? query + "&limit=3&cursor=" + Uri.EscapeDataString(cursor) : null;
        }

        Assert.Equal(20, whole.Length);
        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task Increase_SeveralStations_AreNeitherAddedNorMixed()
    {
        await using var host = await ApiHost.StartAsync();
        for (var minute = 0; minute < 30; minute += 10)
        {
            Put(host, $"{minute}:{5 + minute}", "left");
            Put(host, $"{minute}:{900 + minute}", "right");
            Put(host, $"{minute}:{minute}", "shed", deployment: "INDOOR");
        }

        Assert.Equal("0 20 3 0 0 600 0; 0 20 3 0 0 600 0", await BucketsAsync(host, "lat=52&lng=13&type=rain_total&step=3600&agg=increase"));
    }

    [Fact]
    public async Task Increase_TwoSeriesOfOneDevice_AreCountedApart()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 20:11");
        Put(host, "10:500 30:502", license: "another series");
        Assert.Equal("0 3 4 0 0 1200 0", await BucketsAsync(host, "device_id=garden&type=rain_total&step=3600&agg=increase"));
    }

    [Fact]
    public async Task Increase_WithoutType_TellsOfCountersOnly()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 10:11");
        host.Put(device: "garden");
        Assert.Equal("0 1 2 0 0 600 0", await BucketsAsync(host, "device_id=garden&step=3600&agg=increase"));
    }

    [Fact]
    public async Task Increase_UnknownTypeByName_IsTakenForACounter()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 10:1e6", type: "energy_total", unit: "Wh");
        Assert.Equal("0 999990 2 0 0 600 0", await BucketsAsync(host, "device_id=garden&type=energy_total&step=3600&agg=increase"));
    }

    [Fact]
    public async Task Increase_MinConfidence_LeavesOutWhatIsNotBelieved()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 20:12");
        Put(host, "10:15", confidence: 0.3);
        Assert.Equal("0 2 2 0 0 1200 1", await BucketsAsync(host, "device_id=garden&type=rain_total&step=3600&agg=increase&min_confidence=0.5"));
    }

    [Theory]
    [InlineData("agg=increase", "step")]
    [InlineData("step=60&agg=increase,mean", "agg")]
    [InlineData("step=60&agg=increase&type=temperature", "type")]
    [InlineData("step=60&agg=increase&order=desc", "order")]
    [InlineData("step=60&min_confidence=0.5", "min_confidence")]
    [InlineData("step=60&agg=increase&min_confidence=2", "min_confidence")]
    [InlineData("format=csv", "format")]
    [InlineData("step=60&format=xml", "format")]
    public async Task Increase_WrongParameter_IsRefused(string query, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync("/series?device_id=garden&" + query, parameter);
    }

    [Fact]
    public async Task Increase_MoreCountersThanAnAnswerMayLookUp_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i <= 500; i++)
        {
            Put(host, "0:1", "g" + i);
        }

        const string query = "/series?lat=52&lng=13&type=rain_total&step=3600&agg=increase&limit=1000";
        Assert.Equal(501, (await host.JsonAsync(query)).GetProperty("buckets").GetArrayLength());
        var problem = await host.JsonAsync(query + "&from=1", 400);
        Assert.StartsWith("more than 500 counters lie there", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("increase", ",increase,count,resets,gaps,gap_s,left_out", ",0.2,2,0,0,60,1")]
    [InlineData("max,count", ",max,count", ",74857.0,3")]
    public async Task Step_AsCsv_HasTheMembersAsColumns(string aggregates, string heading, string row)
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "0:10 1:10.2 2:!74857", "a,b");
        using var response = await host.Client.GetAsync($"/series?device_id=a,b&type=rain_total&step=3600&format=csv&agg={aggregates}");
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            $"timestamp,node_id,device_id,reading_type,unit,deployment{heading}\r\n"
            + $"{ApiHost.Start.ToUnixTimeSeconds() - (Before * 60)},{host.Own},\"a,b\",rain_total,mm,outdoor{row}\r\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Increase_ExampleOfTheDocument_IsWhatTheNodeAnswers()
    {
        await using var host = await ApiHost.StartAsync();
        Put(host, "65:10 85:11 95:!74857 100:12.4 200:0.8 210:1.2");
        var answer = await host.JsonAsync("/series?device_id=garden&type=rain_total&step=3600&agg=increase");
        var section = Document("docs/API.md").Split("### Rain by step")[1];
        var example = section[section.IndexOf("{\"buckets\"", StringComparison.Ordinal)..];
        example = example[..(example.IndexOf("\"next\":null}", StringComparison.Ordinal) + "\"next\":null}".Length)];
        Assert.Equal(Compact(example), Compact(answer.GetRawText()).Replace(host.Own.ToString(), "...", StringComparison.Ordinal));
    }

    private static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static string Document(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Stratum.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, path));
    }

    private static void Put(
        ApiHost host, string values, string device = "garden", string type = "rain_total", string unit = "mm", string license = "CC-BY-4.0",
        double confidence = 1, string deployment = "")
    {
        foreach (var pair in values.Split(' '))
        {
            var (minute, value) = (int.Parse(pair.Split(':')[0], CultureInfo.InvariantCulture), pair.Split(':')[1]);
            host.Put(
                device, type, double.Parse(value.TrimStart('!'), CultureInfo.InvariantCulture), (Before - minute) * 60, unit: unit, license: license,
                confidence: confidence, deployment: deployment, flag: value[0] == '!' ? QualityFlag.Fail : QualityFlag.Good);
        }
    }

    /// <summary>For each bucket the minute at which it begins, then increase, count, resets, gaps, gap_s and left_out.</summary>
    private static async Task<string> BucketsAsync(ApiHost host, string query)
    {
        var start = ApiHost.Start.ToUnixTimeSeconds() - (Before * 60);
        return string.Join("; ", (await host.JsonAsync("/series?" + query)).GetProperty("buckets").EnumerateArray().Select(bucket =>
            $"{(bucket.GetProperty("timestamp").GetInt64() - start) / 60} " + string.Join(' ', ((string[])
                ["increase", "count", "resets", "gaps", "gap_s", "left_out"]).Select(name => bucket.GetProperty(name).GetRawText()))));
    }
}
