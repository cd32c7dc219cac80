using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Stratum.Ingest;

/// <summary>
/// Reads what the sensor.community (luftdaten) firmware posts: values are strings, P1 is PM10 and P2 PM2.5, pressures are in
/// pascal, and there is no time. Counters of the firmware itself (samples, signal, ...) are no observations and are passed over.
/// </summary>
internal static class SensorCommunityReader
{
    // A device name from a header: what the firmware sends is "esp8266-" and digits.
    private const int StationCharactersMax = 64;

    /// <summary>Whether a request is the firmware's, on whatever path: nothing else sends this header.</summary>
    public static bool IsFirmware(IHeaderDictionary headers) => headers.ContainsKey("X-Sensor");

    /// <summary>The device from the X-Sensor header, or null when the header is not there or is no name.</summary>
    public static string? StationOf(StringValues header) =>
        header.Count == 1 && header[0] is { Length: > 0 and <= StationCharactersMax } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : null;

    public static BodyFault? Read(ReadOnlySpan<byte> body, string? station, string pin, IngestBatch batch)
    {
        if (body[0] != (byte)'{')
        {
            return BodyFault.Malformed("a sensor.community body is a JSON object with sensordatavalues");
        }

        // Built by the firmware with fixed keys; its own parser is not needed to isolate items, the entries are read one by one.
        var reader = new SensorCommunityBody();
        var members = new JsonSlicer(body);
        while (members.MoveNext())
        {
            if (JsonText.TrySplitMember(members.Current, out var name, out var value) && reader.Take(name, value, batch.ItemsMax) is { } fault)
            {
                return fault;
            }
        }

        if (!members.IsComplete || !reader.HasValues)
        {
            return BodyFault.Malformed("the body is no JSON object with an array sensordatavalues");
        }

        reader.AddTo(batch, station, pin);
        return null;
    }
}
