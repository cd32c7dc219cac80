using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Control;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Cli;

/// <summary>A node runs: it signs and stores what the import sends to its control socket.</summary>
internal sealed class NodeSink(ControlClient client) : IHistorySink
{
    // Half of what the node takes: one more entry, of 256 KiB at most, still fits.
    private const int BodyBytes = ControlServer.BodyBytesMax / 2;

    public async Task<HistoryOutcome[]> SubmitAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var outcomes = new List<HistoryOutcome>(entries.Count);
        var body = new ArrayBufferWriter<byte>(BodyBytes / 4);
        var waiting = 0;
        foreach (var entry in entries)
        {
            Write(entry, body);
            waiting++;
            if (body.WrittenCount >= BodyBytes || waiting == HistoryIntake.ItemsMax)
            {
                await SendAsync(body, waiting, outcomes, cancellationToken);
                waiting = 0;
            }
        }

        if (waiting > 0)
        {
            await SendAsync(body, waiting, outcomes, cancellationToken);
        }

        return [.. outcomes];
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(ArrayBufferWriter<byte> body, int count, List<HistoryOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue(HistoryRoutes.ContentType);
        using var response = await client.SendAsync(HttpMethod.Post, HistoryRoutes.Path, content, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable)
        {
            throw new StratumException(answer, ExitCode.StoreStopped);
        }

        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (!response.IsSuccessStatusCode || lines.Length != count)
        {
            throw new StratumException(
                $"the running node answered {(int)response.StatusCode} with {lines.Length} lines to {count}: is it of another version?", ExitCode.Internal);
        }

        outcomes.AddRange(lines.Select(Parse));
        body.ResetWrittenCount();
    }

    private static HistoryOutcome Parse(string line)
    {
        switch (line[0])
        {
            case 'A':
                return HistoryOutcome.Accepted;
            case 'D':
                return HistoryOutcome.Duplicate;
            default:
                using (var error = JsonDocument.Parse(Encoding.UTF8.GetBytes(line[1..])))
                {
                    return HistoryOutcome.Rejected(error.RootElement[0].GetString()!, error.RootElement[1].GetString()!);
                }
        }
    }

    private static void Write(HistoryEntry entry, ArrayBufferWriter<byte> body)
    {
        if (entry.Draft is { } draft)
        {
            using var json = new Utf8JsonWriter(body);
            Write(draft, json);
        }
        else
        {
            body.Write(entry.SignedLine.Span);
        }

        body.Write("\n"u8);
    }

    private static void Write(ObservationDraft draft, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            if (draft[field] is { } text)
            {
                json.WriteString(TextFields.NameOf(field), text);
            }
        }

        Write("timestamp", draft.Timestamp, json);
        Write("signing_payload_version", draft.PayloadVersion, json);
        Write("value", draft.Value, json);
        Write("latitude", draft.Latitude, json);
        Write("longitude", draft.Longitude, json);
        Write("altitude", draft.Altitude, json);
        json.WriteEndObject();
    }

    private static void Write(string name, long? number, Utf8JsonWriter json)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Write(string name, double? number, Utf8JsonWriter json)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
