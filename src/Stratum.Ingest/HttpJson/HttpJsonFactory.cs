using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the sensors of kind http_json: default sets for readings that reach the listener.</summary>
public sealed class HttpJsonFactory(HttpIngest listener) : IIngestAdapterFactory
{
    /// <inheritdoc/>
    public string Kind => HttpIngest.AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => ["datastreams", LineMapping.SettingName];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, SettingNames);
        foreach (var (key, value) in sensor.Settings.Where(setting => setting.Key.Split(':')[0] != LineMapping.SettingName))
        {
            if (!key.StartsWith(HttpJsonSensor.DatastreamPrefix, StringComparison.Ordinal) || DatastreamName.Parse(value) is null)
            {
                throw settings.Wrong(DatastreamName.AdviceFor(value) is { } advice
                    ? $"{Excerpt.Of(key)} is \"{Excerpt.Of(value)}\"; the registry's name is {advice}"
                    : $"{Excerpt.Of(key)} is \"{Excerpt.Of(value)}\"; accepted is datastreams = {{ \"7\" = \"garden/temperature\" }}: "
                    + "by @iot.id a quantity of the registry, with a device_id before a slash, and a unit behind a space, where they are needed");
            }
        }

        return listener.AddSensor(sensor, LineMapping.Read(settings, sensor));
    }
}
