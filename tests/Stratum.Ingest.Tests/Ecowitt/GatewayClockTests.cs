using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Gateways whose clock was never set, and such that send local time as dateutc (openhab/openhab-addons issue 18038).</summary>
public sealed class GatewayClockTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("1970-01-01 00:05:00")]
    [InlineData("2000-01-01 00:00:10")]
    [InlineData("2016-01-01 00:00:10")]
    [InlineData("2019-01-07 10:00:00")]
    [InlineData("2020-01-01+00:00:10")]
    [InlineData("2021-01-01 00:00:00")]
    [InlineData("2021-12-31 23:59:59")]
    public async Task Upload_OfAnUnsetClock_IsStampedAtReceipt(string dateutc)
    {
        await using var server = await IngestServer.StartAsync();
        using var posted = await server.PostAsync($"PASSKEY=A&dateutc={dateutc}&tempf=53.6&humidity=77", Form, "/data/report/");
        using var ambient = await server.Client.GetAsync($"/data/report?PASSKEY=11:22&dateutc={dateutc.Replace(' ', '+')}&tempf=53.6");
        using var wunderground = await server.Client.GetAsync($"/wu.php?ID=X&PASSWORD=Y&dateutc={Uri.EscapeDataString(dateutc.Replace('+', ' '))}&tempf=53.6");
        Assert.Equal(4, server.Intake.Observations.Count);
        Assert.All(server.Intake.Observations, o => Assert.Equal(FakeClock.NowSeconds, o.Timestamp));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
    }

    [Fact]
    public async Task Upload_OldTimeOnANodeThatKeepsEverything_IsTakenAtItsWord()
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 });
        using var posted = await server.PostAsync("PASSKEY=A&dateutc=2016-04-19 04:42:35&tempf=53.6", Form, "/data/report/");
        Assert.Equal(1_461_040_955, Assert.Single(server.Intake.Observations).Timestamp);
        using var unset = await server.PostAsync("PASSKEY=A&dateutc=2000-01-01 00:00:10&tempf=53.6", Form, "/data/report/");
        Assert.Equal(FakeClock.NowSeconds, server.Intake.Observations[^1].Timestamp);
    }

    // 2024-04-01 19:33:20 UTC is now.
    [Theory]
    [InlineData("2024-04-01 21:33:05", "2 hours ahead", true)]
    [InlineData("2024-04-02 01:03:20", "5.5 hours ahead", true)]
    [InlineData("2024-04-02 01:18:00", "5.7 hours ahead", true)]
    [InlineData("2024-04-02 09:33:20", "14 hours ahead", true)]
    [InlineData("2024-04-01 19:41:30", "8 minutes ahead", false)]
    [InlineData("2024-04-03 19:33:20", "2 days ahead", false)]
    [InlineData("2023-04-01 19:33:20", "366 days behind", false)]
    public async Task Upload_OfAWrongClock_IsRefusedWithAWarningThatSaysHowFarOff(string dateutc, string distance, bool isZone)
    {
        await using var server = await IngestServer.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var posted = await server.PostAsync($"PASSKEY=A&dateutc={dateutc}&tempf=53.6&humidity=77", Form, "/data/report/");
            Assert.Equal(200, (int)posted.StatusCode);
        }

        Assert.Empty(server.Intake.Observations);
        var line = Assert.Single(server.Log.Warnings);
        Assert.StartsWith("ecowitt-", line, StringComparison.Ordinal);
        Assert.Contains(distance, line, StringComparison.Ordinal);
        Assert.Contains("time = \"receipt\"", line, StringComparison.Ordinal);
        Assert.Equal(isZone, line.Contains("looks like local time sent as dateutc", StringComparison.Ordinal));
        Assert.Contains(distance, server.Ingest.Status.LastError, StringComparison.Ordinal);
        server.Clock.Seconds += 601;
        using var later = await server.PostAsync($"PASSKEY=A&dateutc=2030-01-01 00:00:00&tempf=53.6", Form, "/data/report/");
        Assert.Contains("readings since", server.Log.Warnings[1], StringComparison.Ordinal);
    }
}
