using System.CommandLine;
using Stratum.Archive;
using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary><c>stratum verify</c>: every signature, every id and every line of exported observations.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "NDJSON exports; - is standard input", Arity = ArgumentArity.OneOrMore };
        var signaturesOnly = new Option<bool>("--signatures-only")
        {
            Description = "Check what is signed, not the line hashes: for observations that were taken out of another document",
        };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify signed observations: every signature, every hash; exit code 1 on any failure")
        {
            files, signaturesOnly, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            CryptoLibrary.ThrowIfMissing();
            var exitCode = ExitCode.Done;
            foreach (var file in result.GetValue(files)!)
            {
                var report = await VerifyAsync(file, result.GetValue(signaturesOnly), cancellationToken);
                VerifyReport.Write(file, report, result.GetValue(json), result.InvocationConfiguration.Output);
                exitCode = report.IsSuccess ? exitCode : ExitCode.CheckFailed;
            }

            return (int)exitCode;
        });
        return command;
    }

    private static async Task<VerificationReport> VerifyAsync(string file, bool signaturesOnly, CancellationToken cancellationToken)
    {
        var showsProgress = !Console.IsErrorRedirected;
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var report = await ObservationFileVerifier.VerifyAsync(
                stream, signaturesOnly, showsProgress ? bytes => Console.Error.Write($"\r\e[K{file}: {bytes >> 20:N0} MiB verified") : null, cancellationToken);
            if (showsProgress)
            {
                await Console.Error.WriteAsync("\r\e[K");
            }

            return report;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read {file}: {e.Message}", ExitCode.Usage, e);
        }
    }
}
