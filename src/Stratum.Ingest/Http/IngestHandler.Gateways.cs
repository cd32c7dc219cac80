using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Stratum.Core;

namespace Stratum.Ingest;

/// <content>
/// Weather gateways on any path: Ecowitt's form by POST, Ambient's and Wunderground's parameters in the request line. Keys tell what
/// it is. Once read, the answer is the 200 that gateways expect, since anything else makes them send again or restart.
/// </content>
internal sealed partial class IngestHandler
{
    private const string EcowittAnswer = """{"errcode":"0","errmsg":"ok","UTC_offset":"0"}""";
    private const string WundergroundAnswer = "success\n";

    public Task GatewayAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return GatewayGetAsync(context);
        }

        // The firmware of sensor.community too lets its owner type in any path.
        if (HttpMethods.IsPost(context.Request.Method) && SensorCommunityReader.IsFirmware(context.Request.Headers))
        {
            return SensorCommunityAsync(context);
        }

        return HttpMethods.IsPost(context.Request.Method) && IsForm(context.Request)
            ? HandleAsync(context, (body, batch) => ReadGateway(GatewayFields.Parse(body), batch), "application/x-www-form-urlencoded", AnswerGateway)
            : NotFoundAsync(context);
    }

    private static bool IsForm(HttpRequest request) => (string.IsNullOrEmpty(request.ContentType) && request.ContentLength is not (null or 0))
        || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
        || request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true;

    private async Task GatewayGetAsync(HttpContext context)
    {
        // The raw target: routing has decoded the path, and a '+' or '%26' in it would then read differently.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.Contains('=', StringComparison.Ordinal))
        {
            await NotFoundAsync(context).ConfigureAwait(false);
            return;
        }

        var fields = GatewayFields.ParseTarget(target);
        if (!ingest.Access.TryAuthorize(context, out var scope, out var problem, fields?.Text("PASSWORD")))
        {
            await RefuseAsync(context, problem).ConfigureAwait(false);
            return;
        }

        var batch = ingest.NewBatch(scope);
        if (ReadGateway(fields, batch) is { } fault)
        {
            await RefuseAsync(context, new Problem(fault.Status, "malformed", fault.Detail, "query")).ConfigureAwait(false);
            return;
        }

        (problem, var outcomes) = await SubmitAsync(batch).ConfigureAwait(false);
        await (problem is null ? AnswerGateway(context, batch, outcomes).WriteAsync(context.Response) : RefuseAsync(context, problem)).ConfigureAwait(false);
    }

    private BodyFault? ReadGateway(GatewayFields? fields, IngestBatch batch)
    {
        if (fields is null)
        {
            return BodyFault.Malformed(
                $"more than {GatewayFields.FieldsMax} fields, a name of more than {GatewayFields.NameCharactersMax} characters or a value of more than "
                + $"{GatewayFields.ValueCharactersMax}: no weather gateway sends that");
        }

        if (!fields.IsStation)
        {
            return BodyFault.Malformed("neither PASSKEY, stationtype, ID nor dateutc is among the fields, so this is no weather gateway's upload");
        }

        var identity = GatewayIdentity.Of(fields);
        var owner = ingest.Gateways.Find(identity);
        var choice = new SourceChoice(ingest.Memory, batch.Covers);
        var readings = EcowittReader.Read(fields, owner?.Options.DeviceId ?? identity, choice, KeptSince(batch.NowSeconds));
        SeaLevelPressure.AddTo(readings, ingest.AltitudeOf(owner?.Options), choice);
        batch.Owner = owner;
        batch.Kind = EcowittFactory.AdapterKind;
        for (var index = 0; index < readings.Items.Count; index++)
        {
            if (!IsLongPast(readings.Items[index], batch.NowSeconds))
            {
                batch.Add(index, readings.ToDraft(readings.Items[index]));
            }
        }

        ingest.Metrics.Batteries(readings.DeviceId, EcowittBatteries.Read(fields));
        return batch.IsOverLimit ? BodyFault.TooManyItems(batch.ItemsMax) : null;
    }

    // A gateway repeats its last strike of lightning for ever: one that the store no longer keeps is no fault of the message.
    private bool IsLongPast(StationReading reading, long nowSeconds) => reading.Timestamp < KeptSince(nowSeconds);

    private long KeptSince(long nowSeconds) => ingest.Options.MaxAgeDays > 0 ? nowSeconds - (ingest.Options.MaxAgeDays * 86_400L) : long.MinValue;

    private Reply AnswerGateway(HttpContext context, IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes)
    {
        Settle(batch, outcomes);
        return HttpMethods.IsPost(context.Request.Method)
            ? Reply.Text(StatusCodes.Status200OK, "application/json", EcowittAnswer)
            : Reply.Text(StatusCodes.Status200OK, "text/plain", WundergroundAnswer);
    }
}
