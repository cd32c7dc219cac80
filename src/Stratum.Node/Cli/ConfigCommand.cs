using System.Buffers;
using System.CommandLine;
using System.Text;
using Stratum.Core;
using Stratum.Node.Configuration;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Cli;

/// <summary><c>stratum config</c>: what is wrong in the configuration, and what it comes to.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Check or show the configuration") { CreateCheck(), CreateShow() };

    private static Command CreateCheck()
    {
        var syntax = new Option<string?>("--syntax") { Description = "Check only the TOML syntax of any file", HelpName = "FILE" };
        var command = new Command("check", "Report every error of the configuration at once, with line numbers; exit code 2 when there is one") { syntax };
        command.SetAction(result =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            if (result.GetValue(syntax) is { } file)
            {
                return (int)CheckSyntax(file, error);
            }

            var loaded = LoadedOptions.Load(result, isForNode: true);
            foreach (var problem in loaded.Problems)
            {
                error.WriteLine(problem);
            }

            if (loaded.HasErrors)
            {
                return (int)ExitCode.Usage;
            }

            output.WriteLine(loaded.FilePath is { } path ? $"{path}: no errors" : "no configuration file; defaults, environment and flags have no errors");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var json = CommonOptions.Json();
        var command = new Command("show", "Print the merged configuration with the origin of each value") { json };
        command.SetAction(result =>
        {
            var loaded = LoadedOptions.Load(result);
            foreach (var problem in loaded.Problems)
            {
                result.InvocationConfiguration.Error.WriteLine(problem);
            }

            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                var buffer = new ArrayBufferWriter<byte>();
                OriginReport.WriteJson(loaded, buffer);
                output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
            }
            else
            {
                OriginReport.WriteText(loaded, output);
            }

            return (int)(loaded.HasErrors ? ExitCode.Usage : ExitCode.Done);
        });
        return command;
    }

    private static ExitCode CheckSyntax(string file, TextWriter error)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[new TomlLimits().MaxBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (TomlSyntax.Check(bytes.AsSpan(0, length).ToArray()) is { } problem)
            {
                error.WriteLine($"{file}:{problem}");
                return ExitCode.Usage;
            }

            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read {file}: {e.Message}", ExitCode.Usage, e);
        }
    }
}
