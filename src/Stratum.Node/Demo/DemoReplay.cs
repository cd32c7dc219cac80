using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Node.Demo;

/// <summary>Posts readings to a node's own HTTP ingest, as a gateway would, and counts what the node says became durable.</summary>
internal sealed class DemoReplay(HttpClient client)
{
    /// <summary>Readings in one request: a tenth of what the node accepts at once.</summary>
    public const int BatchMax = 500;

    /// <summary>Readings that a node acknowledged as durable.</summary>
    public long Accepted { get; private set; }

    /// <summary>Posts one batch, each reading stamped as shifted by <paramref name="endSeconds"/>. Throws when the node refuses any.</summary>
    public async Task PostAsync(Uri ingest, IReadOnlyList<DemoReading> readings, long endSeconds, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(readings.Count * 400);
        foreach (var reading in readings)
        {
            WriteDraft(reading, endSeconds - reading.SecondsBeforeEnd, body);
            body.Write("\n"u8);
        }

        using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.PostAsync(new Uri(ingest, "/ingest"), content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new StratumException($"the demo's node answered {(int)response.StatusCode} to a batch: {text}", ExitCode.Internal);
        }

        using var answer = JsonDocument.Parse(text);
        if (answer.RootElement.GetProperty("rejected").GetArrayLength() > 0)
        {
            throw new StratumException($"the demo's node refused readings: {text}", ExitCode.Internal);
        }

        Accepted += answer.RootElement.GetProperty("accepted").GetInt64();
    }

    private static void WriteDraft(DemoReading reading, long timestamp, IBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("device_id", reading.DeviceId);
        json.WriteNumber("timestamp", timestamp);
        json.WriteString("reading_type", reading.ReadingType);
        json.WriteNumber("value", reading.Value);
        json.WriteString("unit", reading.Unit);
        json.WriteNumber("latitude", reading.Latitude);
        json.WriteNumber("longitude", reading.Longitude);
        if (reading.Altitude is { } altitude)
        {
            json.WriteNumber("altitude", altitude);
        }

        json.WriteString("data_source", reading.Source.Id);
        json.WriteString("data_source_name", reading.Source.Name);
        json.WriteString("data_license", reading.Source.License);
        json.WriteString("sensor_model", reading.Source.SensorModel);
        json.WriteString("deployment_type", "OUTDOOR");
        json.WriteEndObject();
    }
}
