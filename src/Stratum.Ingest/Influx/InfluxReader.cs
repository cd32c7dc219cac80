using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads InfluxDB writes, so that Telegraf and everything else that speaks to InfluxDB can feed a node. A field that <c>map</c> of a table names
/// is what it says there. Of measurements that no map names, a field whose name is a quantity of the registry is a reading, in its unit or that of the
/// tag <c>unit</c>; the field <c>value</c> takes the measurement's name. Others are refused one by one: what a server monitors of itself is no
/// environment, and a number without a known unit must not be signed because nobody filtered it.
/// </summary>
internal sealed class InfluxReader(Func<string, IReadOnlyList<LineMapping>?> findLines)
{
    // Far above what a line of readings has; below what would make one line a burden.
    private const int LineBytesMax = 64 * 1024;

    public BodyFault? Read(ReadOnlySpan<byte> body, InfluxPrecision precision, IngestBatch batch)
    {
        var index = 0;
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            if (line.Length > LineBytesMax)
            {
                batch.Reject(index, new DraftError("", $"has a line of {line.Length} bytes; at most {LineBytesMax} are accepted"));
            }
            else
            {
                ReadLine(Encoding.UTF8.GetString(line), index, precision, batch);
            }

            if (batch.IsOverLimit)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }

            index++;
        }

        return null;
    }

    private void ReadLine(string text, int index, InfluxPrecision precision, IngestBatch batch)
    {
        var point = new InfluxPoint();
        var line = new InfluxLine(text);
        if (line.Read(point) is { } wrong)
        {
            batch.Reject(index, new DraftError("", wrong));
            return;
        }

        long? timestamp = null;
        if (point.Timestamp is { } ticks)
        {
            timestamp = precision.Seconds(ticks);
            if (timestamp is null)
            {
                batch.Reject(index, new DraftError("timestamp", $"{ticks} is out of range"));
                return;
            }
        }

        var lines = findLines(point.Measurement);
        foreach (var (name, value) in point.Fields)
        {
            // Where they are fields, and not tags, they are the place.
            if (name is "latitude" or "longitude" or "lat" or "lon" or "altitude")
            {
                continue;
            }

            if (lines?.FirstOrDefault(one => one.Field == name) is { } mapped)
            {
                AddMapped(point, mapped, value, timestamp, index, batch);
            }
            else
            {
                var isMapped = lines?.Any(one => one.Measurement.Length > 0) == true;
                AddNamed(point, name == "value" ? point.Measurement : name, value, timestamp, isMapped, index, batch);
            }
        }
    }

    private static void AddNamed(InfluxPoint point, string name, double value, long? timestamp, bool isMapped, int index, IngestBatch batch)
    {
        if (QuantityRegistry.Default.Find(name) is null)
        {
            var advice = ReadingNames.AdviceFor(name);
            // Who wrote the map of a measurement down knows its fields: others are the device's own affairs.
            if (!isMapped || advice is not null)
            {
                var what = $"\"{Excerpt.Of(name)}\" is no quantity of the registry{(advice is null ? "" : $", whose name is {advice}")}";
                batch.Reject(index, new DraftError(
                    "reading_type", $"{what}; name the field after one, or give map = [{{ {LineMapping.Example} }}] in an http_json table"));
            }

            return;
        }

        batch.Add(index, ToDraft(point, DeviceOf(point, ""), name, point.Tag("unit"), value, timestamp));
    }

    private static void AddMapped(InfluxPoint point, LineMapping line, double value, long? timestamp, int index, IngestBatch batch)
    {
        var device = DeviceOf(point, line.DeviceTag) ?? line.DeviceId ?? batch.NamelessDeviceId;
        var draft = ToDraft(
            point, device is null ? null : device + line.Suffix, line.ReadingType, line.Unit.Length > 0 ? line.Unit : point.Tag("unit"), value, timestamp);
        batch.Add(index, new DeviceDraft(draft, device ?? ""));
    }

    private static string? DeviceOf(InfluxPoint point, string ownTag) =>
        ownTag.Length > 0 ? point.Tag(ownTag) : point.Tag("device_id", "device", "station", "sensor", "sensor_id", "host");

    private static ObservationDraft ToDraft(InfluxPoint point, string? deviceId, string readingType, string? unit, double value, long? timestamp)
    {
        var draft = new ObservationDraft
        {
            Timestamp = timestamp,
            Value = value,
            Latitude = Coordinate(point, "latitude", "lat"),
            Longitude = Coordinate(point, "longitude", "lon"),
            Altitude = Coordinate(point, "altitude", "altitude"),
        };
        draft[TextField.DeviceId] = deviceId;
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = unit;
        return draft;
    }

    internal static double? Coordinate(InfluxPoint point, string name, string shortName)
    {
        foreach (var (field, value) in point.Fields)
        {
            if (field == name || field == shortName)
            {
                return value;
            }
        }

        return double.TryParse(point.Tag(name, shortName), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
