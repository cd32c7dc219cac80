using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Stratum.Core;
using Stratum.Node.Hosting;

namespace Stratum.Node.Cli;

/// <summary><c>stratum peers</c>: the links of the running node, one line each, with what is wrong where something is.</summary>
internal static class PeersCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("peers", "Show the running node's links: state, since, transport, round trip, traffic, refusals") { json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = LoadedOptions.Require(result);
            using var certificate = TlsCertificate.Load(options.Api);
            var text = await StatusCommand.GetAsync(options.Network.ApiListen, certificate, "/peers", cancellationToken);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                output.WriteLine(text);
                return (int)ExitCode.Done;
            }

            using var document = JsonDocument.Parse(text);
            var peers = document.RootElement.GetProperty("peers");
            if (peers.GetArrayLength() == 0)
            {
                output.WriteLine("no peers: none is configured ([network] initial_peers) and none has linked");
            }

            foreach (var peer in peers.EnumerateArray())
            {
                Write(peer, DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()), output);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Write(JsonElement peer, DateTimeOffset now, TextWriter output)
    {
        var state = Text(peer, "state");
        var age = now - DateTimeOffset.FromUnixTimeSeconds(peer.GetProperty("since").GetInt64());
        var since = age > TimeSpan.Zero ? age.ToString("c", CultureInfo.InvariantCulture) : "now";
        output.WriteLine($"{state,-10} {Text(peer, "address"),-24} for {since}  {Text(peer, "node_id")}");
        if (state == "up")
        {
            output.WriteLine(
                $"           {Text(peer, "transport")} {Text(peer, "direction")}, round trip {Text(peer, "rtt_ms")} ms, "
                + $"clock {Text(peer, "clock_offset_ms")} ms ahead, heartbeat {Text(peer, "heartbeat")}, version {Text(peer, "version")}");
            foreach (var traffic in peer.GetProperty("traffic").EnumerateObject())
            {
                var (sent, received) = (traffic.Value.GetProperty("bytes_sent").GetInt64(), traffic.Value.GetProperty("bytes_received").GetInt64());
                output.WriteLine($"           {traffic.Name}: {sent:N0} bytes sent, {received:N0} received");
            }
        }

        if (peer.GetProperty("last_backfill") is { ValueKind: JsonValueKind.Object } backfill)
        {
            output.WriteLine(
                $"           last backfill: {Text(backfill, "outcome")}, {Text(backfill, "received")} received, {Text(backfill, "sent")} sent, "
                + $"{Text(backfill, "duration_ms")} ms, {Text(backfill, "bytes")} bytes");
        }

        if (peer.GetProperty("last_refusal").ValueKind == JsonValueKind.String)
        {
            output.WriteLine($"           last problem: {Text(peer, "last_refusal")} {Text(peer, "last_refusal_detail")}".TrimEnd());
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Null } => "-",
        var value => value.ToString(),
    };
}
