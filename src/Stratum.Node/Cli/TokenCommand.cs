using System.CommandLine;
using System.Globalization;
using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary><c>stratum token</c>: who may post from outside the open networks. The running node sees a change at once.</summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Manage the tokens of devices that post readings") { CreateCreate(), CreateList(), CreateRevoke() };

    private static Command CreateCreate()
    {
        var name = NameArgument();
        var devices = new Option<string[]>("--device")
        {
            Description = "A device_id that the token may post for; * at the end stands for any rest; may be repeated (default: every device)",
            HelpName = "PATTERN",
        };
        var command = new Command("create", "Make a token; it is shown once and stored only as a hash") { name, devices };
        command.SetAction(result =>
        {
            var patterns = result.GetValue(devices) is { Length: > 0 } given ? given : ["*"];
            var token = Open(result).Create(result.GetValue(name)!, patterns);
            var output = result.InvocationConfiguration.Output;
            output.WriteLine($"token: {token}");
            output.WriteLine($"It is for {string.Join(", ", patterns)} and is shown only now. Use it as `Authorization: Bearer TOKEN`,");
            output.WriteLine("as the password of Basic authentication, or in the path: /t/TOKEN/ingest.");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the tokens: name, when made, devices");
        command.SetAction(result =>
        {
            foreach (var token in Open(result).List())
            {
                var created = DateTimeOffset.FromUnixTimeSeconds(token.CreatedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
                result.InvocationConfiguration.Output.WriteLine($"{token.Name}\t{created} UTC\t{string.Join(", ", token.Devices)}");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRevoke()
    {
        var name = NameArgument();
        var command = new Command("revoke", "Remove a token; the running node refuses it from the next request on") { name };
        command.SetAction(result =>
        {
            if (!Open(result).Revoke(result.GetValue(name)!))
            {
                throw new StratumException($"there is no token named \"{result.GetValue(name)}\"; `stratum token list` shows what there is",
                    ExitCode.CheckFailed);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The token's name, for instance the station's" };

    private static TokenStore Open(ParseResult result) => new(LoadedOptions.Require(result).Ingest.TokensPath, TimeProvider.System);
}
