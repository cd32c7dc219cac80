using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Stratum.Core;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Import;

/// <summary>
/// POST /history: NDJSON of drafts and signed observations, at most <see cref="HistoryIntake.ItemsMax"/> lines. The answer is one line for each: A for
/// added, D for duplicate, R with field and reason as JSON for refused. Nothing of a request is taken when it is no such text.
/// </summary>
internal static class HistoryRoutes
{
    /// <summary>Where batches go.</summary>
    public const string Path = "/history";

    /// <summary>The media type of both.</summary>
    public const string ContentType = "application/x-ndjson";

    public static void Map(WebApplication application, HistoryIntake intake) => application.MapPost(Path, context => AnswerAsync(context, intake));

    private static async Task AnswerAsync(HttpContext context, HistoryIntake intake)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (ItemsOf(body.GetBuffer().AsMemory(0, (int)body.Length)) is not { } items)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        HistoryOutcome[] outcomes;
        try
        {
            outcomes = await intake.SubmitAsync([.. items.Select(static item => item.Item)], context.RequestAborted);
        }
        catch (StoreStoppedException e)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
            return;
        }

        context.Response.ContentType = ContentType;
        var output = new ArrayBufferWriter<byte>(outcomes.Length * 2);
        for (var i = 0; i < outcomes.Length; i++)
        {
            Write(items[i].Error is { } error ? new HistoryOutcome(IntakeOutcomeKind.Rejected, error) : outcomes[i], output);
        }

        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }

    // A line that is no draft goes through as an empty one, which is refused, so that places stay places.
    private static List<(HistoryItem Item, DraftError? Error)>? ItemsOf(ReadOnlyMemory<byte> body)
    {
        var items = new List<(HistoryItem, DraftError?)>();
        while (body.Length > 0)
        {
            var feed = body.Span.IndexOf((byte)'\n');
            var line = feed < 0 ? body : body[..feed];
            body = feed < 0 ? default : body[(feed + 1)..];
            if (items.Count == HistoryIntake.ItemsMax)
            {
                return null;
            }

            items.Add(ItemOf(line));
        }

        return items;
    }

    private static (HistoryItem Item, DraftError? Error) ItemOf(ReadOnlyMemory<byte> line)
    {
        if (line.Span.IndexOf("\"signature\""u8) >= 0)
        {
            return (new HistoryItem(null, line), null);
        }

        return DraftReader.TryRead(line.Span, out var draft, out var error)
            ? (new HistoryItem(draft, default), null)
            : (new HistoryItem(new ObservationDraft(), default), error);
    }

    private static void Write(HistoryOutcome outcome, ArrayBufferWriter<byte> output)
    {
        if (outcome.Error is { } error)
        {
            output.Write("R"u8);
            using var json = new Utf8JsonWriter(output);
            json.WriteStartArray();
            json.WriteStringValue(error.Field);
            json.WriteStringValue(error.Reason);
            json.WriteEndArray();
            json.Flush();
            output.Write("\n"u8);
            return;
        }

        output.Write(outcome.Kind == IntakeOutcomeKind.Duplicate ? "D\n"u8 : "A\n"u8);
    }
}
