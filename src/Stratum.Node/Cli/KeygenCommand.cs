using System.CommandLine;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary><c>stratum keygen</c>: prints a key pair and stores nothing.</summary>
internal static class KeygenCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("keygen", "Print a new key pair; nothing is stored") { json };
        command.SetAction(result =>
        {
            using var key = NodeKey.Generate();
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                output.WriteLine($$"""{"node_id":"{{key.NodeId}}","private_key":"{{JsonEncodedText.Encode(NodeKeyPem.Write(key))}}"}""");
                return (int)ExitCode.Done;
            }

            output.WriteLine($"node_id: {key.NodeId}");
            output.Write(NodeKeyPem.Write(key));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
