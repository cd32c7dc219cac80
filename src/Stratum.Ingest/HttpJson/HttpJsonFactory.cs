using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the sensors of kind http_json: default sets for readings that reach the listener.</summary>
public sealed class HttpJsonFactory(HttpIngest listener) : IIngestAdapterFactory
{
    /// <inheritdoc/>
    public string Kind => HttpIngest.AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => [];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        foreach (var setting in sensor.Settings.Keys)
        {
            throw new StratumException($"[[sensors]] adapter = \"{Kind}\" has no key \"{Excerpt.Of(setting)}\"; the common keys are all it takes");
        }

        return listener.AddSensor(sensor);
    }
}
