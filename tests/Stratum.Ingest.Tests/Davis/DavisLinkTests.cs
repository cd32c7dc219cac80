using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The conversation and what goes wrong with it.</summary>
public sealed class DavisLinkTests
{
    private static readonly byte[] Loop = Packets.Get("ebarkie_1NoRain");
    private static readonly byte[] Loop2 = Packets.Get("ebarkie_2NegDewPoint");

    private static readonly int LoopReadings = Count(Loop);
    private static readonly int Loop2Readings = Count(Loop2);

    public static TheoryData<string> Lines => ["tcp", "pty"];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Run_BothPackets_AreTaken(string line)
    {
        await using var console = Console(line, Loop, Loop2);
        await RunAsync(console, LoopReadings + Loop2Readings);
        Assert.Equal("LPS 3 200", console.Emulator.Commands[1]);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Run_SleepingConsoleWithLostAnswers_IsAskedAgain(string line)
    {
        await using var console = Console(line, Loop);
        console.Emulator.Faults.SleepThrough = 2;
        console.Emulator.Faults.LostAcks = 2;
        console.Emulator.Faults.BadBlocks = 1;
        await RunAsync(console, LoopReadings, DavisRun.Short);
    }

    [Theory]
    [InlineData("21")]
    [InlineData("15")]
    [InlineData("")]
    public async Task Run_FirmwareWithoutLps_IsAskedForLoop(string answer)
    {
        await using var console = EmulatedConsole.OnTcp(Loop);
        console.Emulator.Faults.WithoutLps = Convert.FromHexString(answer);
        await RunAsync(console, LoopReadings, DavisRun.Short);
        Assert.Contains("LOOP 200", console.Emulator.Commands);
    }

    [Fact]
    public async Task Run_NoiseCutAndDamagedPackets_AreSkippedToTheNextWhole()
    {
        await using var console = EmulatedConsole.OnTcp(Loop, Packets.Get("ebarkie_2BadCrc"), Loop2);
        console.Emulator.Faults.Noise = "xLOyLOOz\n\r"u8.ToArray();
        console.Emulator.Faults.CutPacket = Loop2[..70];
        await RunAsync(console, LoopReadings + Loop2Readings);
    }

    [Fact]
    public async Task Run_DroppedConnection_IsOpenedAgain()
    {
        await using var console = EmulatedConsole.OnTcp(Loop, Loop2);
        console.Emulator.Faults.DropAfterPackets = 1;
        await RunAsync(console, LoopReadings + Loop2Readings);
        Assert.Equal(2, console.Emulator.Commands.Count(command => command == "LPS 3 200"));
    }

    [Theory]
    [InlineData(0x00, 9.91)]
    [InlineData(0x10, 7.8)]
    [InlineData(0x20, 3.9)]
    [InlineData(0x30, null)]
    public async Task Run_RainCollector_IsWhatTheConsoleIsSetTo(byte setup, double? total)
    {
        await using var console = EmulatedConsole.OnTcp(Loop);
        console.Emulator.Setup = setup;
        var observations = await RunAsync(console, 5);
        Assert.Equal(total, observations.FirstOrDefault(o => o.Series[TextField.ReadingType] == "rain_total")?.Value);
    }

    [Fact]
    public async Task Run_NoConsoleThere_BacksOffWithAdvice()
    {
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(DavisRun.Create(server, "serial:///dev/none", null), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status is { State: "backoff", LastError: { } error } && error.Contains("dialout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingThatWakes_BacksOffAndIsRemovedAtOnce()
    {
        await using var console = EmulatedConsole.OnTcp(Loop);
        console.Emulator.Faults.SleepThrough = int.MaxValue;
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(DavisRun.Create(server, console.Url, null, DavisRun.Short), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status.LastError?.Contains("does not wake up", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("url", "tcp://")]
    [InlineData("url", "serial:///etc/passwd")]
    [InlineData("url", "serial:///dev/ttyUSB0?baud=115200")]
    [InlineData("interval_s", "3601")]
    [InlineData("rain_collector", "1mm")]
    [InlineData("timezone", "Mars/Olympus")]
    [InlineData("backfill", "yes")]
    public async Task Create_WrongSetting_NamesIt(string key, string value)
    {
        await using var server = await IngestServer.StartAsync();
        var settings = new Dictionary<string, string> { ["url"] = "tcp://console", [key] = value };
        var factory = new DavisFactory(server.Ingest, _ => null);
        var e = Assert.Throws<StratumException>(() => factory.Create(new SensorOptions { Adapter = "davis", Settings = settings }));
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    private static EmulatedConsole Console(string line, params byte[][] packets) =>
        line == "tcp" ? EmulatedConsole.OnTcp(packets) : EmulatedConsole.OnPseudoTerminal(packets);

    private static int Count(byte[] packet) => LoopPacket.Read(packet, "roof", RainCollector.HundredthInch).Items.Count;

    private static async Task<IReadOnlyList<Observation>> RunAsync(EmulatedConsole console, int readings, DavisTiming? timing = null)
    {
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(DavisRun.Create(server, console.Url, null, timing ?? DavisRun.Patient, DavisRun.NoBackfill), server.Intake);
        await run.UntilReadingsAsync(readings);
        Assert.Equal(0, run.Adapter.Status.Rejected);
        return [.. server.Intake.Observations];
    }
}
