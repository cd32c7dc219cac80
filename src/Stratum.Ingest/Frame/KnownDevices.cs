using System.Collections.Concurrent;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The device_ids that a source delivered, with the time of the last reading. Bounded: /status is for people. Safe for many threads.</summary>
internal sealed class KnownDevices(TimeProvider time)
{
    // A city's broker with a sensor at every school.
    private const int DevicesMax = 1024;

    private readonly ConcurrentDictionary<string, long> _lastAtMs = new(StringComparer.Ordinal);

    public void Note(string deviceId)
    {
        // Counting takes every lock of the dictionary: only for a device that is new.
        if (_lastAtMs.ContainsKey(deviceId) || _lastAtMs.Count < DevicesMax)
        {
            _lastAtMs[deviceId] = time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    public IReadOnlyList<KnownDevice> All() =>
        [.. _lastAtMs.Select(pair => new KnownDevice(pair.Key, pair.Value)).OrderBy(device => device.DeviceId, StringComparer.Ordinal)];
}
