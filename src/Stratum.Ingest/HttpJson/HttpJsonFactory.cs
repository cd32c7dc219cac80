using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the sensors of kind http_json: default sets for readings that reach the listener.</summary>
public sealed class HttpJsonFactory(HttpIngest listener) : IIngestAdapterFactory
{
    /// <inheritdoc/>
    public string Kind => HttpIngest.AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => Names;

    private static readonly string[] Names = ["datastreams", LineMapping.SettingName];

    /// <summary>What is wrong with a table.</summary>
    public static IReadOnlyList<SettingProblem> Check(SensorOptions sensor)
    {
        var settings = new SensorSettings(sensor, Names, Names);
        Read(settings);
        return settings.Problems;
    }

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, Names, Names);
        var lines = Read(settings);
        settings.ThrowIfWrong();
        return listener.AddSensor(sensor, lines, "");
    }

    private static IReadOnlyList<LineMapping> Read(SensorSettings settings)
    {
        foreach (var (key, value) in settings.Sensor.Settings)
        {
            if (key.StartsWith(HttpJsonSensor.DatastreamPrefix, StringComparison.Ordinal))
            {
                CheckDatastream(settings, key, value);
            }
        }

        return LineMapping.Read(settings);
    }

    private static void CheckDatastream(SensorSettings settings, string key, string value)
    {
        if (DatastreamName.AdviceFor(value) is { } advice)
        {
            settings.Wrong(key, $"{Excerpt.Of(key)} is \"{Excerpt.Of(value)}\"; the registry's name is {advice}");
        }
        else if (DatastreamName.Parse(value) is not { } name)
        {
            settings.Wrong(key, $"{Excerpt.Of(key)} is \"{Excerpt.Of(value)}\"; accepted is datastreams = {{ \"7\" = \"garden/temperature\" }}: "
                + "by @iot.id a quantity of the registry, with a device_id before a slash, and a unit behind a space, where they are needed");
        }
        else if (name.Unit is { } unit
            && QuantityRegistry.Default.Find(name.ReadingType) is { } quantity && !UnitConversion.AreConvertible(unit, quantity.Unit))
        {
            settings.Wrong(key, $"{Excerpt.Of(key)} has the unit \"{Excerpt.Of(unit)}\"; {name.ReadingType} is accepted in \"{quantity.Unit}\" "
                + "or a known unit of the same kind");
        }
    }
}
