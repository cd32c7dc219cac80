using System.Text;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>GET /withdrawals: what signers withdrew of their own observations, with the bytes that they signed, newest first.</summary>
internal sealed class WithdrawalsEndpoint(ApiServices services)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var nodeId = query.Node();
        var deviceId = query.Text("device_id", 128, "a device id of 1..128 characters");
        if (await query.RefusedAsync(context) || EntityTags.AnswersNotModified(context, EntityTags.OfStore(services)))
        {
            return;
        }

        var found = services.Withdrawals.All
            .Where(one => (nodeId is null || one.Signer == nodeId) && (deviceId is null || one.Statement.DeviceId == deviceId))
            .OrderByDescending(one => one.Statement.IssuedAt)
            .ThenBy(one => one.Id);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, "application/json", json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("withdrawals");
            foreach (var one in found)
            {
                json.WriteStartObject();
                json.WriteString("id", one.Id.ToString());
                json.WriteString("node_id", one.Signer.ToString());
                json.WriteString("device_id", one.Statement.DeviceId);
                json.WriteString("reading_type", one.Statement.ReadingType);
                json.WriteNumber("from", one.Statement.From);
                json.WriteNumber("to", one.Statement.To);
                json.WriteNumber("issued_at", one.Statement.IssuedAt);
                json.WriteString("reason", one.Statement.Reason);
                json.WriteString("restores", one.Statement.Restores?.ToString());
                json.WriteString("body", Encoding.UTF8.GetString(one.Body.Span));
                json.WriteString("signature", one.Signature.ToString());
                json.WriteString("public_key", Convert.ToBase64String(one.Signer.PublicKey.ToArray()));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
