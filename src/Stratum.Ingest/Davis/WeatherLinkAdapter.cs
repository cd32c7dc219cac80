using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A WeatherLink Live or an AirLink: asks for the current conditions, at most every ten seconds as its maker wants.</summary>
internal sealed class WeatherLinkAdapter(AdapterFrame frame, Uri url, TimeSpan interval) : DeviceAdapter(frame)
{
    protected override string Target => url.Authority;

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        using var fetcher = new JsonFetcher(url, Frame.Time);
        while (true)
        {
            using (var json = await fetcher.GetAsync("/v1/current_conditions", cancellationToken).ConfigureAwait(false))
            {
                var data = DataOf(json.RootElement);
                var readings = WeatherLinkReader.Read(data, Frame.Sensor.DeviceId ?? NameOf(data), Frame.Sources, out var batteries);
                if (readings.Items.Count == 0)
                {
                    throw new DeviceException($"{Target} has no current value: check that its transmitters are received");
                }

                Frame.State = "connected";
                Frame.Batteries(readings.DeviceId, batteries);
                await Frame.DeliverAsync(intake, readings, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(interval, Frame.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private DeviceException Wrong(string what) => new($"{Target} {what}");

    private JsonElement DataOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
        {
            return data;
        }

        throw root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? Wrong($"reports an error: {Excerpt.Of(error.GetRawText())}")
            : Wrong("answers no current conditions: check that url is a WeatherLink Live's or an AirLink's");
    }

    // did is the device's serial, which is its MAC: letters and digits, or it is no name.
    private static string NameOf(JsonElement data) =>
        LiveValue.TextOf(data, "did") is { Length: > 0 and <= 32 } text && text.All(char.IsAsciiLetterOrDigit) ? "davis-" + text : "davis";
}
