using System.Globalization;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads OGC SensorThings 1.1 observations: the data array of CreateObservations (18-088, section 13) and single Observations. A
/// Datastream is known by its entry in <c>datastreams</c>, or by an @iot.id that is a name such as "garden/temperature".
/// </summary>
internal sealed class SensorThingsReader(Func<string, DatastreamName?> findDatastream)
{
    private const int DepthMax = 16;

    private readonly List<Uri?> _links = [];

    /// <summary>Where each row can be read again, in order; null where it was refused before the intake.</summary>
    public IReadOnlyList<Uri?> Links => _links;

    public BodyFault? Read(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        try
        {
            using var json = JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = DepthMax });
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Array => ReadArrays(json.RootElement, batch),
                JsonValueKind.Object when json.RootElement.TryGetProperty("dataArray", out _) => ReadArray(json.RootElement, batch),
                JsonValueKind.Object => ReadObservation(json.RootElement, batch),
                _ => BodyFault.Malformed("an Observation, or an array of objects with Datastream, components and dataArray is accepted"),
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

    private BodyFault? ReadArrays(JsonElement arrays, IngestBatch batch)
    {
        foreach (var entry in arrays.EnumerateArray())
        {
            if (ReadArray(entry, batch) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private BodyFault? ReadArray(JsonElement entry, IngestBatch batch)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("components", out var components) || components.ValueKind != JsonValueKind.Array
            || !entry.TryGetProperty("dataArray", out var rows) || rows.ValueKind != JsonValueKind.Array)
        {
            return BodyFault.Malformed("an entry of CreateObservations has Datastream, components (an array of names) and dataArray (an array of rows)");
        }

        var names = components.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : "").ToList();
        var (result, time) = (names.IndexOf("result"), names.IndexOf("phenomenonTime"));
        time = time < 0 ? names.IndexOf("resultTime") : time;
        foreach (var row in rows.EnumerateArray())
        {
            var cells = row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().ToArray() : [];
            JsonElement? Cell(int at) => at >= 0 && at < cells.Length ? cells[at] : null;
            Add(entry, Cell(result), Cell(time), batch);
            if (batch.IsOverLimit)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }
        }

        return null;
    }

    private BodyFault? ReadObservation(JsonElement observation, IngestBatch batch)
    {
        JsonElement? Member(string name) => observation.TryGetProperty(name, out var member) ? member : null;
        Add(observation, Member("result"), Member("phenomenonTime") ?? Member("resultTime"), batch);
        return null;
    }

    private void Add(JsonElement owner, JsonElement? result, JsonElement? time, IngestBatch batch)
    {
        var index = _links.Count;
        _links.Add(null);
        if (NameOf(owner, out var text) is not { } name)
        {
            batch.Reject(index, new DraftError("reading_type", DatastreamName.AdviceFor(text) is { } advice
                ? $"of \"{Excerpt.Of(text)}\": the registry's name is {advice}"
                : "cannot be told from the Datastream; give its @iot.id in datastreams of a [[sensors]] table, or a name such as garden/temperature"));
            return;
        }

        double? value = result is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var known) && double.IsFinite(known) ? known : null;
        if (value is null || !TryReadTime(time, out var seconds))
        {
            batch.Reject(index, value is null
                ? new DraftError("value", "result is no finite number")
                : new DraftError("timestamp", "phenomenonTime is no RFC 3339 time, nor an interval of two"));
            return;
        }

        var draft = new ObservationDraft { Value = value, Timestamp = seconds };
        draft[TextField.DeviceId] = name.DeviceId;
        draft[TextField.ReadingType] = name.ReadingType;
        draft[TextField.Unit] = name.Unit;
        batch.Add(index, draft);
        var device = Uri.EscapeDataString(draft[TextField.DeviceId] ?? "");
        _links[index] = new Uri(
            string.Create(CultureInfo.InvariantCulture, $"/series?device_id={device}&type={name.ReadingType}&from={draft.Timestamp}&to={draft.Timestamp + 1}"),
            UriKind.Relative);
    }

    private DatastreamName? NameOf(JsonElement owner, out string text)
    {
        text = "";
        if (!owner.TryGetProperty("Datastream", out var stream) || stream.ValueKind != JsonValueKind.Object || !stream.TryGetProperty("@iot.id", out var id))
        {
            return null;
        }

        text = id.ValueKind == JsonValueKind.String ? id.GetString()! : id.ValueKind == JsonValueKind.Number ? id.GetRawText() : "";
        if (findDatastream(text) is { } configured)
        {
            return configured;
        }

        var unit = stream.TryGetProperty("unitOfMeasurement", out var measure) && measure.ValueKind == JsonValueKind.Object
            && measure.TryGetProperty("symbol", out var symbol) && symbol.ValueKind == JsonValueKind.String ? symbol.GetString() : null;
        var (device, last) = SenMlNames.Split(text);
        return QuantityRegistry.Default.Find(last) is null ? null : new DatastreamName(device.Length > 0 ? device : null, last, unit);
    }

    // Without a time the receipt counts (section 8.2.7); of an interval its end, when the result was there.
    private static bool TryReadTime(JsonElement? element, out long? seconds)
    {
        seconds = null;
        if (element is not { } time || time.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (time.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var text = time.GetString()!;
        seconds = Rfc3339.Read(text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return seconds is not null;
    }
}
