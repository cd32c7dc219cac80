using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What a source hears and does not sign: the newest devices, bounded, so that a busy radio band costs nothing. Safe for many threads.</summary>
internal sealed class HeardDevices(TimeProvider time)
{
    /// <summary>The reason of a device that no pattern includes.</summary>
    public const string NoPattern = "no pattern of include and no [[sensors.device]] table has it";

    // A city's band has some hundred sensors an hour.
    private const int DevicesMax = 256;

    // What a person needs to know a sensor again.
    private const int ReadingsMax = 6;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HeardDevice> _devices = new(StringComparer.Ordinal);

    public void Note(string device, IReadOnlyList<ObservationDraft> drafts, string reason)
    {
        var name = Shown(device);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var advice = reason == NoPattern ? $"[[sensors.device]]\nmatch = {Quoted(name)}" : "";
        lock (_gate)
        {
            var messages = 1L;
            if (_devices.TryGetValue(name, out var before))
            {
                messages += before.Messages;
            }
            else if (_devices.Count == DevicesMax)
            {
                _devices.Remove(_devices.MinBy(one => one.Value.LastAtMs).Key);
            }

            _devices[name] = new HeardDevice(name, Summary(drafts), reason, advice, now, messages);
        }
    }

    /// <summary>Those heard last first.</summary>
    public IReadOnlyList<HeardDevice> Newest()
    {
        lock (_gate)
        {
            return [.. _devices.Values.OrderByDescending(device => device.LastAtMs).ThenBy(device => device.Device, StringComparer.Ordinal)];
        }
    }

    private static string Summary(IReadOnlyList<ObservationDraft> drafts)
    {
        var text = new StringBuilder();
        foreach (var draft in drafts.Take(ReadingsMax))
        {
            var (readingType, unit) = (Excerpt.Of(draft[TextField.ReadingType] ?? ""), Excerpt.Of(draft[TextField.Unit] ?? ""));
            text.Append(text.Length > 0 ? ", " : "").Append(CultureInfo.InvariantCulture, $"{readingType} {draft.Value:0.####} {unit}");
        }

        return text.Append(drafts.Count > ReadingsMax ? ", ..." : "").ToString().TrimEnd();
    }

    // Names are strangers' text: control characters must not reach a terminal. A device_id has at most 128 characters.
    private static string Shown(string device) => Excerpt.Of(device);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
