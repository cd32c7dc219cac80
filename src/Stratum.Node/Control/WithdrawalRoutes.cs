using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Stratum.Core;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Control;

/// <summary>POST /withdrawals: a <see cref="WithdrawalOrder"/>, answered with a <see cref="WithdrawalAnswer"/>, or with 400 and what is wrong.</summary>
internal static class WithdrawalRoutes
{
    /// <summary>Where orders go.</summary>
    public const string Path = "/withdrawals";

    public static void Map(WebApplication application, OwnWithdrawals own) => application.MapPost(Path, context => AnswerAsync(context, own));

    private static async Task AnswerAsync(HttpContext context, OwnWithdrawals own)
    {
        try
        {
            var order = await JsonSerializer.DeserializeAsync(context.Request.Body, WithdrawalJson.Default.WithdrawalOrder, context.RequestAborted)
                ?? throw new JsonException("null");
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(
                context.Response.Body, Answer(order, own), WithdrawalJson.Default.WithdrawalAnswer, context.RequestAborted);
        }
        catch (Exception e) when (e is StratumException or JsonException or IOException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
        }
    }

    private static WithdrawalAnswer Answer(WithdrawalOrder order, OwnWithdrawals own)
    {
        if (order.Restores.Length > 0)
        {
            var id = Hash256.TryParseHex(order.Restores, out var hash)
                ? hash
                : throw new StratumException($"\"{order.Restores}\" is no id: 64 hexadecimal digits");
            return new WithdrawalAnswer(0, order.IsSigned ? own.Restore(id, order.Reason).Id.ToString() : "");
        }

        var count = own.Count(order.DeviceId, order.ReadingType, order.From, order.To);
        var signed = order.IsSigned ? own.Withdraw(order.DeviceId, order.ReadingType, order.From, order.To, order.Reason) : null;
        return new WithdrawalAnswer(count, signed?.Id.ToString() ?? "");
    }
}
