using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// A Vantage console: once a session the rain collector's size and the archive since the newest stored reading, then packets for ever.
/// </summary>
internal sealed class DavisConsoleAdapter(
    AdapterFrame frame, DavisSettings settings, string deviceId, Func<string, long?> newestOf, DavisTiming timing) : DeviceAdapter(frame)
{
    // Shorter gaps are an archive interval at most, and a console that drops its connection every minute is none to ask each time.
    private const int GapSecondsMin = 120;
    private const long SecondsPerDay = 86_400;

    // Streams that end without a packet before the session does.
    private const int FruitlessMax = 3;

    private readonly Dictionary<bool, long> _deliveredAt = [];

    protected override string Target => settings.Url.Scheme == "serial" ? settings.Url.AbsolutePath : settings.Url.Authority;

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        var stream = await DavisLink.OpenAsync(settings.Url, Frame.Time, cancellationToken).ConfigureAwait(false);
        using var port = new DavisPort(stream, Frame.Time, timing.WriteGap);
        var console = new DavisConsole(port, timing);
        await console.WakeAsync(cancellationToken).ConfigureAwait(false);
        Frame.State = "connected";
        var collector = settings.Collector ?? await CollectorAsync(console, cancellationToken).ConfigureAwait(false);
        await BackfillAsync(console, intake, cancellationToken).ConfigureAwait(false);
        for (var fruitless = 0; fruitless < FruitlessMax;)
        {
            var expected = await console.StartPacketsAsync(cancellationToken).ConfigureAwait(false);
            fruitless = await StreamAsync(console, expected, collector, intake, cancellationToken).ConfigureAwait(false) > 0 ? 0 : fruitless + 1;
        }

        throw new DeviceException($"{Target} acknowledges LPS and LOOP but sends no packets");
    }

    private async Task<int> StreamAsync(
        DavisConsole console, int expected, RainCollector? collector, IObservationIntake intake, CancellationToken cancellationToken)
    {
        for (var received = 0; received < expected; received++)
        {
            if (await console.ReadPacketAsync(cancellationToken).ConfigureAwait(false) is not { } packet)
            {
                Frame.Statistics.Notice($"{Target} fell silent after {received} packets; asked again");
                return received;
            }

            var isLoop2 = LoopPacket.IsLoop2(packet);
            if (!IsDue(isLoop2))
            {
                continue;
            }

            Frame.State = "connected";
            Frame.Batteries(deviceId, LoopPacket.Batteries(packet));
            await Frame.DeliverAsync(intake, LoopPacket.Read(packet, deviceId, collector), cancellationToken).ConfigureAwait(false);
        }

        return expected;
    }

    private bool IsDue(bool isLoop2)
    {
        var now = Frame.Time.GetTimestamp();
        if (_deliveredAt.TryGetValue(isLoop2, out var before) && Frame.Time.GetElapsedTime(before, now) < settings.Interval)
        {
            return false;
        }

        _deliveredAt[isLoop2] = now;
        return true;
    }

    // Every rain value is in clicks: without their size there is none to sign.
    private async Task<RainCollector?> CollectorAsync(DavisConsole console, CancellationToken cancellationToken)
    {
        RainCollector? collector = null;
        try
        {
            collector = await console.ReadCollectorAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DeviceException e)
        {
            Frame.Statistics.Fault(e.Message);
            await console.WakeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (collector is null)
        {
            Frame.Statistics.Fault(
                $"{Target} does not say the size of its rain collector, so rain is left out; give rain_collector = \"0.01in\", \"0.2mm\" or \"0.1mm\"");
        }

        return collector;
    }

    private async Task BackfillAsync(DavisConsole console, IObservationIntake intake, CancellationToken cancellationToken)
    {
        var now = Frame.Time.GetUtcNow().ToUnixTimeSeconds();
        var newest = newestOf(deviceId);
        if (!settings.Backfill || now - newest < GapSecondsMin)
        {
            return;
        }

        var since = Math.Max(newest ?? 0, settings.MaxAgeDays > 0 ? now - (settings.MaxAgeDays * SecondsPerDay) : 0);
        var clock = new ConsoleClock(settings.Zone);
        try
        {
            var previous = since;
            await foreach (var record in console.ReadArchiveAsync(clock.ToWords(since), cancellationToken).ConfigureAwait(false))
            {
                // The last page ends with records of an older round of the ring, or with none.
                if (ArchiveRecord.LocalTime(record) is not { } local || clock.ToUnixSeconds(local, previous) is not { } timestamp || timestamp <= previous)
                {
                    continue;
                }

                previous = timestamp;
                await Frame.DeliverAsync(intake, ArchiveRecord.Read(record, deviceId, timestamp), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DeviceException e)
        {
            // Live readings matter more; the next session asks for the gap again.
            Frame.Statistics.Fault($"backfill ended early: {e.Message}");
        }
    }
}
