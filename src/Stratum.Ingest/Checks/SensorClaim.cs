using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Something that one table of a kind has for itself: two of them would sign one sensor twice, or two sensors as one.</summary>
/// <param name="Key">The key that says so.</param>
/// <param name="What">What it is, for people; the same text is the same thing.</param>
/// <param name="Advice">What to do where two tables have it.</param>
internal readonly record struct SensorClaim(string Key, string What, string Advice)
{
    private const string OneIsEnough = "one table is enough for it";
    private const string GiveOwnId = "two sensors must never share a series, so give each its own device_id";

    /// <summary>Nobody knows which of the two tables is the right one.</summary>
    public bool IsOfBoth { get; init; }

    public static IEnumerable<SensorClaim> Of(SensorOptions sensor) => sensor.Adapter switch
    {
        HttpIngest.AdapterKind => DeviceIds(sensor.DeviceId),
        EcowittFactory.AdapterKind => [.. DeviceIds(sensor.DeviceId), .. Gateway(sensor)],
        Bme280Factory.AdapterKind => [.. DeviceIds(SensorSettings.DeviceIdOf(sensor)), Chip(sensor)],
        DavisFactory.AdapterKind => [.. DeviceIds(SensorSettings.DeviceIdOf(sensor)), .. Url(sensor)],
        MqttFactory.AdapterKind => [Session(sensor)],
        _ => [],
    };

    private static SensorClaim[] DeviceIds(string? deviceId) => deviceId is null ? [] : [new("device_id", $"device_id \"{deviceId}\"", GiveOwnId)];

    private static SensorClaim[] Url(SensorOptions sensor) =>
        sensor.Settings.GetValueOrDefault("url") is { Length: > 0 } url ? [new("url", $"url \"{url.TrimEnd('/')}\"", OneIsEnough)] : [];

    private static SensorClaim[] Gateway(SensorOptions sensor)
    {
        if (sensor.Settings.GetValueOrDefault("mode") == "poll")
        {
            return Url(sensor);
        }

        const string advice = "give each its gateway's station, the name that /stations shows for a gateway without a table";
        return sensor.Settings.GetValueOrDefault("station") is { Length: > 0 } station
            ? [new("station", $"station \"{station}\"", advice)]
            : [new("station", "any gateway", advice) { IsOfBoth = true }];
    }

    private static SensorClaim Chip(SensorOptions sensor) =>
        new(
            "address",
            $"the chip {Bme280Settings.Read(new SensorSettings(sensor, [])).Chip}",
            OneIsEnough + "; a second chip has the other address, or another bus");

    private static SensorClaim Session(SensorOptions sensor)
    {
        var given = sensor.Settings.GetValueOrDefault("client_id") is { Length: > 0 } text ? text : null;
        var (url, id) = (sensor.Settings.GetValueOrDefault("url"), given ?? MqttFactory.ClientIdOf(MqttFactory.SeedOf("", sensor)));
        return given is not null
            ? new(
                "client_id",
                $"client_id \"{given}\" at \"{url}\"",
                "a broker ends one session when another of the same client_id begins, so give each its own")
            : new("", $"\"{url}\" with the session {id}", "the two differ in nothing; remove one, or give each its own name");
    }
}
