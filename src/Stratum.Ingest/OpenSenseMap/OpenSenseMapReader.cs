using System.Text;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads what a senseBox uploads to openSenseMap (docs.opensensemap.org, "Post multiple new measurements"): an array of objects, an object by
/// sensor, or lines of CSV. Sensors are named by opaque ids: their entry in <c>datastreams</c> says what they measure, or an id that is a name
/// such as "garden/temperature".
/// </summary>
internal sealed class OpenSenseMapReader(Func<string, DatastreamName?> findDatastream)
{
    private const int DepthMax = 8;

    // sensor, value, time, longitude, latitude, height.
    private const int CellsMax = 6;

    public BodyFault? ReadJson(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        try
        {
            using var json = JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = DepthMax });
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Array => ReadItems(json.RootElement.EnumerateArray().Select(OfObject), batch),
                JsonValueKind.Object => ReadItems(json.RootElement.EnumerateObject().Select(OfMember), batch),
                _ => BodyFault.Malformed("an array of objects with sensor and value, or an object of values by sensor is accepted"),
            };
        }
        catch (JsonException e)
        {
            return BodyFault.Malformed($"the body is no JSON of at most {DepthMax} levels (line {e.LineNumber + 1})");
        }
        catch (InvalidOperationException)
        {
            return BodyFault.Malformed("the body has a string that is no Unicode");
        }
    }

    public BodyFault? ReadCsv(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        var lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ReadItems(lines.Select(OfLine), batch);
    }

    private BodyFault? ReadItems(IEnumerable<Measured> items, IngestBatch batch)
    {
        var index = 0;
        foreach (var item in items)
        {
            Add(index++, item, batch);
            if (batch.IsOverLimit)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }
        }

        return null;
    }

    private void Add(int index, Measured item, IngestBatch batch)
    {
        var name = findDatastream(item.Sensor) ?? OfId(item.Sensor);
        long? timestamp = null;
        var error = name is null
            ? new DraftError("reading_type", DatastreamName.AdviceFor(item.Sensor) is { } advice
                ? $"of the sensor \"{Excerpt.Of(item.Sensor)}\": the registry's name is {advice}"
                : $"cannot be told from the sensor \"{Excerpt.Of(item.Sensor)}\"; give it in datastreams of a [[sensors]] table")
            : item.Value is null ? new DraftError("value", "is no finite number")
            : item.Time.Length > 0 && (timestamp = Rfc3339.Read(item.Time)) is null ? new DraftError("timestamp", "createdAt is no RFC 3339 time")
            : null;
        if (error is not null)
        {
            batch.Reject(index, error);
            return;
        }

        var draft = new ObservationDraft
        {
            Value = item.Value,
            Timestamp = timestamp,
            Latitude = item.Latitude,
            Longitude = item.Longitude,
            Altitude = item.Latitude is null ? null : item.Height,
        };
        draft[TextField.DeviceId] = name!.DeviceId;
        draft[TextField.ReadingType] = name.ReadingType;
        draft[TextField.Unit] = name.Unit;
        batch.Add(index, draft);
    }

    private static DatastreamName? OfId(string sensor)
    {
        var (device, last) = SenMlNames.Split(sensor);
        return device.Length > 0 && QuantityRegistry.Default.Find(last) is not null ? new DatastreamName(device, last, null) : null;
    }

    private static Measured OfObject(JsonElement item) => Of(
        MessageValue.TextOf(MessageValue.Member(item, "sensor") ?? MessageValue.Member(item, "sensor_id")),
        MessageValue.Member(item, "value"),
        MessageValue.Member(item, "createdAt"),
        MessageValue.Member(item, "location"));

    private static Measured OfMember(JsonProperty member)
    {
        var cells = member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToArray() : [member.Value];
        return Of(
            member.Name,
            cells.Length > 0 ? cells[0] : null,
            cells.Length > 1 ? cells[1] : null,
            cells.Length > 2 ? cells[2] : null);
    }

    private static Measured Of(string sensor, JsonElement? value, JsonElement? time, JsonElement? location)
    {
        // [longitude, latitude, height] or an object of them.
        var places = location is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToArray() : [];
        double? Place(int at, string name) => MessageValue.NumberOf(at < places.Length ? places[at] : MessageValue.Member(location, name));
        return new Measured(
            sensor, MessageValue.NumberOf(value), MessageValue.TextOf(time), Place(0, "lng") ?? Place(0, "longitude"), Place(1, "lat") ?? Place(1, "latitude"),
            Place(2, "height"));
    }

    private static Measured OfLine(string line)
    {
        var cells = line.Split(',', CellsMax + 1, StringSplitOptions.TrimEntries);
        double? Cell(int at) => at < cells.Length && at < CellsMax ? MessageValue.NumberOf(cells[at]) : null;
        return new Measured(cells[0], Cell(1), cells.Length > 2 ? cells[2] : "", Cell(3), Cell(4), Cell(5));
    }

    private readonly record struct Measured(string Sensor, double? Value, string Time, double? Longitude, double? Latitude, double? Height);
}
