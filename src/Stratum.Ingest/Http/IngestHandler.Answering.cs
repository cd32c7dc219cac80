using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Stratum.Core;

namespace Stratum.Ingest;

/// <content>Hands a batch to the intake and answers.</content>
internal sealed partial class IngestHandler
{
    // A node that starts or stops is through with it in seconds.
    private const int RetrySeconds = 5;

    private static readonly IntakeOutcome[] NoOutcomes = [];

    // The request's own cancellation is not passed on: what the intake has begun to store is counted as it ends, and it never waits long.
    private async Task<(Problem? Problem, IReadOnlyList<IntakeOutcome> Outcomes)> SubmitAsync(IngestBatch batch)
    {
        if (batch.Items.Count == 0)
        {
            return (null, NoOutcomes);
        }

        if (ingest.Intake is not { } intake)
        {
            return (Busy("stopped", "the node is starting or stopping", RetrySeconds), NoOutcomes);
        }

        try
        {
            var result = await intake.SubmitAsync(batch.Items, CancellationToken.None).ConfigureAwait(false);
            return result.State switch
            {
                IntakeState.Done when result.Outcomes.Count == batch.Items.Count => (null, result.Outcomes),
                IntakeState.Done => throw new InvalidOperationException($"the intake gave {result.Outcomes.Count} outcomes for {batch.Items.Count} readings"),
                IntakeState.Full => (Busy("full", "the node's queue is full; nothing of this request was taken", result.RetryAfterSeconds), NoOutcomes),
                _ => (Busy("stopped", "the node takes no readings: its store stopped or it shuts down (see /status)", RetrySeconds), NoOutcomes),
            };
        }
        catch (StoreStoppedException e)
        {
            ingest.Statistics.Fault(e.Message);
            return (Busy("stopped", e.Message, RetrySeconds), NoOutcomes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the program: it is logged with its trace and shown in /status, and the sender keeps its readings.
            ingest.Logger.IntakeFailed(e);
            ingest.Statistics.Fault($"the intake failed: {e.Message}");
            return (new Problem(500, "internal", "the node failed to take the readings; its log says why", "body"), NoOutcomes);
        }
    }

    private Reply Answer(HttpContext context, IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes)
    {
        var (accepted, duplicates) = Settle(batch, outcomes);
        var status = accepted + duplicates > 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Reply.Json(status, AnswerText.Write(accepted, duplicates, batch.Rejections));
    }

    private async Task RefuseAsync(HttpContext context, Problem problem)
    {
        ingest.Metrics.Refused(problem.Reason);
        Note(context, problem);
        if (problem.Status is 401 or 403 && ingest.Access.Tokens.LastError is { } unreadable)
        {
            ingest.Statistics.Fault(unreadable);
            ingest.Logger.TokensUnreadable(unreadable);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            ingest.Statistics.Fault(problem.Detail);
        }

        if (!context.RequestAborted.IsCancellationRequested)
        {
            await problem.WriteAsync(context).ConfigureAwait(false);
        }
    }

    // Whoever looks at a page or for an open door is no sender: it is not worth a line that everybody reads.
    private void Note(HttpContext context, Problem problem)
    {
        var (request, remote) = (context.Request, context.Connection.RemoteIpAddress);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var isUpload = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            || target.Contains('=', StringComparison.Ordinal);
        if (!isUpload || problem.Status is not (400 or 401 or 403 or 404 or 405 or 408 or 413 or 415))
        {
            ingest.Logger.Refused(remote, problem.Status, SafeText.Of(problem.Detail));
            return;
        }

        var advice = RefusalAdvice.Of(problem, remote, SafeText.PathOf(target), request.ContentLength, ingest.Options);
        ingest.NoteRefusal(remote, target, problem.Reason, problem.Status, problem.Detail, advice);
    }

    private static Problem Busy(string reason, string detail, int seconds) =>
        new(StatusCodes.Status503ServiceUnavailable, reason, detail + "; try again later", "") { RetryAfterSeconds = seconds };
}
