using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Asks a gateway's own web server for what its page shows (firmware with get_livedata_info: GW1100, 1200, 2000, 3000).</summary>
internal sealed class EcowittPoller(AdapterFrame frame, Uri url, TimeSpan interval) : DeviceAdapter(frame)
{
    // Units change when the owner changes them in the app.
    private const int UnitsEvery = 30;

    // A strike of yesterday was signed yesterday; one of later than now is of a gateway whose zone is not this machine's.
    private const long StrikeSecondsMax = 86_400;

    protected override string Target => url.Authority;

    private string DeviceId => Frame.Sensor.DeviceId ?? GatewayIdentity.Hashed("ecowitt", url.Authority);

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        using var fetcher = new JsonFetcher(url, Frame.Time);
        var units = LiveUnits.Unknown;
        for (var round = 0; ; round++)
        {
            if (round % UnitsEvery == 0)
            {
                units = await UnitsAsync(fetcher, units, cancellationToken).ConfigureAwait(false);
            }

            using (var json = await fetcher.GetAsync("/get_livedata_info", cancellationToken).ConfigureAwait(false))
            {
                var readings = LiveReader.Read(json.RootElement, units, DeviceId, Frame.Sources, out var batteries);
                if (readings.Items.Count == 0)
                {
                    throw new DeviceException($"{url.Authority} shows no value in get_livedata_info: check that its sensors are registered");
                }

                var now = Frame.Time.GetUtcNow().ToUnixTimeSeconds();
                readings.RemoveTimedOutside(now - StrikeSecondsMax, now);
                SeaLevelPressure.AddTo(readings, Frame.Altitude, Frame.Sources);
                Frame.State = "connected";
                Frame.Batteries(DeviceId, batteries);
                await Frame.DeliverAsync(intake, readings, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(interval, Frame.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Older firmware has no get_units_info; its values name their units themselves.
    private async Task<LiveUnits> UnitsAsync(JsonFetcher fetcher, LiveUnits known, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await fetcher.GetAsync("/get_units_info", cancellationToken).ConfigureAwait(false);
            return LiveUnits.Read(json.RootElement);
        }
        catch (DeviceException e)
        {
            Frame.Statistics.Fault(e.Message);
            return known;
        }
    }
}
