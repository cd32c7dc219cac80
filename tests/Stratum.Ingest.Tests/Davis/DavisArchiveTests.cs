using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class DavisArchiveTests
{
    private static readonly HttpIngestOptions Old = new() { MaxAgeDays = 0 };

    [Fact]
    public async Task Run_EmptyStore_TakesTheWholeArchive()
    {
        await using var console = EmulatedConsole.OnTcp(Packets.Get("ebarkie_2Rain"));
        console.Emulator.Pages = [Packets.Page];
        console.Emulator.Faults.BadBlocks = 1;
        await using var server = await StartAsync();
        await using var run = new AdapterRun(DavisRun.Create(server, console.Url, null, ("timezone", "America/Chicago")), server.Intake);
        await run.UntilAsync(() => server.Intake.Observations.Any(o => o.Timestamp > 1_700_000_000));
        Assert.Equal([0, 0, 0, 0], console.Emulator.ArchiveSince[..4]);
        // 2016-06-20 20:00 in summer time.
        var first = server.Intake.Observations.Where(o => o.Timestamp == 1466470800).ToDictionary(
            o => o.Series[TextField.DeviceId] + " " + o.Series[TextField.ReadingType], o => o.Value);
        Assert.Equal(1019.74, first["roof pressure_sea_level"]);
        Assert.Equal((27.11, 51, 1.79, 3.13), (first["roof temperature"], first["roof humidity"], first["roof wind_speed"], first["roof wind_gust"]));
        Assert.Equal(5, server.Intake.Observations.Where(o => o.Timestamp < 1_700_000_000).Select(o => o.Timestamp).Distinct().Count());
    }

    [Fact]
    public async Task Run_AfterDowntime_AsksFromTheNewestAndTakesWhatIsNewer()
    {
        await using var console = EmulatedConsole.OnTcp(Packets.Get("ebarkie_2Rain"));
        console.Emulator.Pages = [Packets.Page];
        await using var server = await StartAsync();
        await using var run = new AdapterRun(DavisRun.Create(server, console.Url, 1466471100, ("timezone", "America/Chicago")), server.Intake);
        await run.UntilAsync(() => server.Intake.Observations.Any(o => o.Timestamp > 1_700_000_000));
        Assert.Equal("D420D507", Convert.ToHexString(console.Emulator.ArchiveSince.AsSpan(0, 4)));
        Assert.DoesNotContain(server.Intake.Observations, o => o.Timestamp <= 1466471100);
        Assert.Contains(server.Intake.Observations, o => o.Timestamp < 1_700_000_000);
    }

    [Fact]
    public void ToUnixSeconds_HourThatAutumnHasTwice_GoesOnFromTheRecordBefore()
    {
        var clock = new ConsoleClock(TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"));
        var local = new DateTime(2024, 10, 27, 2, 30, 0, DateTimeKind.Unspecified);
        var first = clock.ToUnixSeconds(local, 0);
        Assert.Equal(1729989000, first);
        Assert.Equal(first + 3600, clock.ToUnixSeconds(local, first!.Value));
        Assert.Null(clock.ToUnixSeconds(new DateTime(2024, 3, 31, 2, 30, 0, DateTimeKind.Unspecified), 0));
    }

    private static async Task<IngestServer> StartAsync()
    {
        var server = await IngestServer.StartAsync(Old);
        server.Clock.Seconds = 1_780_000_000;
        return server;
    }
}
