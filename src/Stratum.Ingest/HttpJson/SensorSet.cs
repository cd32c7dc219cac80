using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The configured http_json sensors, and which of them a reading belongs to: the one with its device_id; or, where exactly one
/// is configured, that one for readings without a device_id. A single sensor without a device_id lends its position to all.
/// </summary>
internal sealed class SensorSet
{
    private readonly Lock _gate = new();
    private volatile HttpJsonSensor[] _sensors = [];

    /// <summary>Adds a sensor. Throws <see cref="StratumException"/> when two have one device_id.</summary>
    public void Add(HttpJsonSensor sensor)
    {
        lock (_gate)
        {
            var deviceId = sensor.Options.DeviceId;
            if (deviceId is not null && sensor.Problem.Length == 0 && _sensors.FirstOrDefault(other => other.Options.DeviceId == deviceId) is { } same)
            {
                throw new StratumException(
                    $"[[sensors]] \"{sensor.Name}\" and \"{same.Name}\" have one device_id, \"{Excerpt.Of(deviceId)}\"; each http_json sensor needs its own");
            }

            _sensors = [.. _sensors, sensor];
        }
    }

    public DatastreamName? FindDatastream(string id)
    {
        foreach (var sensor in _sensors)
        {
            if (sensor.Problem.Length == 0 && sensor.Datastreams.TryGetValue(id, out var name))
            {
                return name.DeviceId is null ? name with { DeviceId = sensor.Options.DeviceId } : name;
            }
        }

        return null;
    }

    public IReadOnlyList<LineMapping>? FindLines(string measurement)
    {
        List<LineMapping>? lines = null;
        foreach (var sensor in _sensors)
        {
            foreach (var line in sensor.Lines)
            {
                if (line.Fits(measurement))
                {
                    (lines ??= []).Add(line);
                }
            }
        }

        return lines;
    }

    public HttpJsonSensor? Find(DeviceDraft draft)
    {
        var sensors = _sensors;
        var deviceId = draft.Device.Length > 0 ? draft.Device : draft.Draft[TextField.DeviceId];
        if (sensors.Length == 1 && (deviceId is null || sensors[0].Options.DeviceId is null))
        {
            return sensors[0];
        }

        foreach (var sensor in sensors)
        {
            if (deviceId is not null && sensor.Options.DeviceId == deviceId)
            {
                return sensor;
            }
        }

        foreach (var sensor in sensors)
        {
            if (deviceId is not null && sensor.Directory.HasTableFor(deviceId, draft.Draft[TextField.DeviceId] ?? deviceId))
            {
                return sensor;
            }
        }

        return null;
    }
}
