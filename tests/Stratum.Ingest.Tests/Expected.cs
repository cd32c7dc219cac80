using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Values that captures stand for: lines of capture, suffix of device_id ("." for none), reading type and value.</summary>
internal static class Expected
{
    public static IReadOnlyList<string> Of(string folder, string capture) =>
    [
        .. Capture.Text(folder, "expected.txt").Split('\n').Where(line => line.StartsWith(capture + " ", StringComparison.Ordinal))
            .Select(line => line[(capture.Length + 1)..]).Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Shown(IEnumerable<Observation> observations, string station) =>
        [.. observations.Select(o => Shown(o, station)).Order(StringComparer.Ordinal)];

    private static string Shown(Observation observation, string station)
    {
        var device = observation.Series[TextField.DeviceId];
        Assert.StartsWith(station, device, StringComparison.Ordinal);
        var suffix = device.Length == station.Length ? "." : device[station.Length..];
        return FormattableString.Invariant($"{suffix} {observation.Series[TextField.ReadingType]} {(decimal)observation.Value:0.####}");
    }
}
