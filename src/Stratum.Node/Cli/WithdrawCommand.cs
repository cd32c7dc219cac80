using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Stratum.Core;
using Stratum.Node.Configuration;
using Stratum.Node.Control;

namespace Stratum.Node.Cli;

/// <summary><c>stratum withdraw</c>: takes observations of this node out of use at every node, or takes such a withdrawal back.</summary>
internal static class WithdrawCommand
{
    public static Command Create()
    {
        var device = new Argument<string?>("DEVICE") { Description = "device_id of the observations, whole", Arity = ArgumentArity.ZeroOrOne };
        var from = Instant("--from", "First instant: Unix seconds or RFC 3339");
        var to = Instant("--to", "End, excluded: Unix seconds or RFC 3339, at most now");
        var type = Text("--type", "One quantity (default: all of the device)", "QUANTITY");
        var reason = Text("--reason", "Why, for people; it is signed and travels", "TEXT");
        var restore = new Option<string?>("--restore") { Description = "Take back the withdrawal of this id instead", HelpName = "ID" };
        var yes = new Option<bool>("--yes") { Description = "Sign and send; without it only what would be withdrawn is told" };
        var command = new Command(
            "withdraw", "Take observations that this node signed out of use everywhere: a wrong place, a wrong sensor; they stay provable")
        {
            device, from, to, type, reason, restore, yes,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var order = result.GetValue(restore) is { } id
                ? new WithdrawalOrder("", "", 0, 0, result.GetValue(reason)!, id, result.GetValue(yes))
                : new WithdrawalOrder(
                    result.GetValue(device) ?? throw Missing("DEVICE"),
                    result.GetValue(type)!,
                    Seconds(result.GetValue(from), "--from"),
                    Seconds(result.GetValue(to), "--to"),
                    result.GetValue(reason)!,
                    "",
                    result.GetValue(yes));
            var answer = await AskAsync(LoadedOptions.Require(result), order, cancellationToken);
            Tell(result.InvocationConfiguration.Output, order, answer);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Option<string> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => "" };

    private static Option<string?> Instant(string name, string description) => new(name) { Description = description, HelpName = "TIME" };

    private static async Task<WithdrawalAnswer> AskAsync(StratumOptions options, WithdrawalOrder order, CancellationToken cancellationToken)
    {
        using var client = await ControlClient.TryOpenAsync(options.Node.StoragePath, cancellationToken) ?? throw new StratumException(
            $"no node runs on {options.Node.StoragePath}; start it: it signs the withdrawal and tells its neighbours", ExitCode.Unreachable);
        using var content = JsonContent.Create(order, WithdrawalJson.Default.WithdrawalOrder);
        using var response = await client.SendAsync(HttpMethod.Post, WithdrawalRoutes.Path, content, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? (await response.Content.ReadFromJsonAsync(WithdrawalJson.Default.WithdrawalAnswer, cancellationToken))!
            : throw new StratumException(await response.Content.ReadAsStringAsync(cancellationToken), ExitCode.CheckFailed);
    }

    private static void Tell(TextWriter output, WithdrawalOrder order, WithdrawalAnswer answer)
    {
        if (order.Restores.Length > 0)
        {
            output.WriteLine(order.IsSigned ? $"restored: {answer.Id}" : $"would take back {order.Restores}; add --yes to sign and send it");
            return;
        }

        output.WriteLine(order.IsSigned
            ? $"withdrawn: {answer.Observations} observations held here, by {answer.Id}"
            : $"would withdraw {answer.Observations} observations held here of {order.DeviceId}; add --yes to sign and send it to every node");
    }

    private static long Seconds(string? text, string name)
    {
        if (text is null)
        {
            throw Missing(name);
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        var hasZone = text.Length > 10 && (text.EndsWith('Z') || text.AsSpan(10).IndexOfAny('+', '-') >= 0);
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant.ToUnixTimeSeconds()
            : throw new StratumException($"{name} is \"{text}\"; give Unix seconds or RFC 3339 with a zone, such as 2026-11-25T12:00:00Z", ExitCode.Usage);
    }

    private static StratumException Missing(string name) =>
        new($"{name} is missing; give DEVICE, --from and --to, or --restore ID", ExitCode.Usage);
}
