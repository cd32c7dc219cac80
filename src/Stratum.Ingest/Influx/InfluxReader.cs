using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads InfluxDB writes, so that Telegraf and everything else that speaks to InfluxDB can feed a node. A field whose name is a quantity
/// of the registry is a reading; the field <c>value</c> takes the measurement's name. Others are refused one by one: what a
/// server monitors of itself is no environment, and must not be signed because nobody filtered it.
/// </summary>
internal static class InfluxReader
{
    // Far above what a line of readings has; below what would make one line a burden.
    private const int LineBytesMax = 64 * 1024;

    public static BodyFault? Read(ReadOnlySpan<byte> body, InfluxPrecision precision, IngestBatch batch)
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

    private static void ReadLine(string text, int index, InfluxPrecision precision, IngestBatch batch)
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

        foreach (var (name, value) in point.Fields)
        {
            // Where they are fields, and not tags, they are the place.
            if (name is "latitude" or "longitude" or "lat" or "lon" or "altitude")
            {
                continue;
            }

            if (SenMlNames.QuantityOf(name == "value" ? point.Measurement : name) is not { } readingType)
            {
                batch.Reject(index, new DraftError(
                    "reading_type", $"\"{Excerpt.Of(name == "value" ? point.Measurement : name)}\" is no quantity of the registry; name the field after one"));
                continue;
            }

            batch.Add(index, ToDraft(point, readingType, value, timestamp));
        }
    }

    private static ObservationDraft ToDraft(InfluxPoint point, string readingType, double value, long? timestamp)
    {
        var draft = new ObservationDraft
        {
            Timestamp = timestamp,
            Value = value,
            Latitude = Coordinate(point, "latitude", "lat"),
            Longitude = Coordinate(point, "longitude", "lon"),
            Altitude = Coordinate(point, "altitude", "altitude"),
        };
        draft[TextField.DeviceId] = point.Tag("device_id", "device", "station", "sensor", "sensor_id", "host");
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = point.Tag("unit");
        return draft;
    }

    private static double? Coordinate(InfluxPoint point, string name, string shortName)
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
