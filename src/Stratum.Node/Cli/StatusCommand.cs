using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Stratum.Core;
using Stratum.Node.Cli.Sensors;
using Stratum.Node.Hosting;

namespace Stratum.Node.Cli;

/// <summary><c>stratum status</c>: asks the running node that the configuration describes.</summary>
internal static class StatusCommand
{
    // The node answers from memory; a loaded Pi takes part of a second.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Show the state of the running node") { json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = LoadedOptions.Require(result);
            using var certificate = TlsCertificate.Load(options.Api);
            var text = await GetAsync(options.Network.ApiListen, certificate, "/status", cancellationToken);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                output.WriteLine(text);
                return (int)ExitCode.Done;
            }

            using var status = JsonDocument.Parse(text);
            Write(status.RootElement, "", output);
            WriteAttention(status.RootElement, output);
            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>Asks the query API of the node on this machine. Exit code 3 when it does not answer.</summary>
    internal static async Task<string> GetAsync(IPEndPoint listen, X509Certificate2? certificate, string path, CancellationToken cancellationToken)
    {
        // A node that listens everywhere is asked on loopback.
        var host = listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : listen.Address;
        var address = new IPEndPoint(host, listen.Port);
        using var handler = new SocketsHttpHandler();
        if (certificate is not null)
        {
            // The node is this machine's own: its certificate is the configured one, whatever name it carries.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
                presented is not null && presented.GetRawCertData().AsSpan().SequenceEqual(certificate.RawDataMemory.Span);
        }

        using var client = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            return await client.GetStringAsync(new Uri($"{(certificate is null ? "http" : "https")}://{address}{path}"), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or SocketException)
        {
            throw new StratumException($"the node at {address} ([network] api_listen) cannot be reached: {e.Message}", ExitCode.Unreachable, e);
        }
    }

    // Last, where it stays on the screen.
    private static void WriteAttention(JsonElement status, TextWriter output)
    {
        string[] lines = [.. Attention.Of(status)];
        if (lines.Length > 0)
        {
            output.WriteLine("to look at:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }
        }
    }

    // Every member of the answer, indented: what a later version adds is shown without a change here.
    private static void Write(JsonElement element, string indent, TextWriter output)
    {
        foreach (var member in element.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    output.WriteLine($"{indent}{member.Name}:");
                    Write(member.Value, indent + "  ", output);
                    break;
                case JsonValueKind.Array when member.Value.GetArrayLength() > 0 && member.Value[0].ValueKind == JsonValueKind.Object:
                    WriteList(member, indent, output);
                    break;
                default:
                    output.WriteLine($"{indent}{member.Name}: {Text(member.Value)}");
                    break;
            }
        }
    }

    private static void WriteList(JsonProperty member, string indent, TextWriter output)
    {
        output.WriteLine($"{indent}{member.Name}:");
        foreach (var item in member.Value.EnumerateArray())
        {
            output.WriteLine($"{indent}-");
            Write(item, indent + "  ", output);
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole)
        ? whole.ToString(CultureInfo.InvariantCulture)
        : value.ToString();
}
