using System.Buffers;
using System.CommandLine;
using System.Text;
using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary><c>stratum canonical</c>: drafts in, canonical bytes or reading ids out, exactly one line for each input line.</summary>
internal static class CanonicalCommand
{
    // A draft of the largest fields, every character escaped, has some 40 KiB; the ingest body's limit is far beyond it.
    private const int LineBytesMax = 1024 * 1024;

    private const int FlushBytes = 64 * 1024;

    public static Command Create()
    {
        var ids = new Option<bool>("--ids") { Description = "Write reading_ids instead of canonical bytes" };
        var command = new Command(
            "canonical", "Read NDJSON drafts from standard input and write their canonical bytes, one line each; "
            + "a wrong line gives an error object and exit code 1")
        {
            ids,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            return (int)await RunAsync(input, output, result.GetValue(ids), cancellationToken);
        });
        return command;
    }

    internal static async Task<ExitCode> RunAsync(Stream input, Stream output, bool ids, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Done;
        using var lines = new LineReader(input, LineBytesMax);
        var buffer = new ArrayBufferWriter<byte>(FlushBytes * 2);
        while (await lines.ReadAsync(cancellationToken))
        {
            if (!TryWriteLine(lines, ids, buffer))
            {
                exitCode = ExitCode.CheckFailed;
            }

            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushBytes)
            {
                await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return exitCode;
    }

    private static bool TryWriteLine(LineReader lines, bool ids, ArrayBufferWriter<byte> output)
    {
        var error = lines.IsTooLong ? new DraftError("", $"is longer than {LineBytesMax} bytes") : null;
        if (error is null && DraftReader.TryRead(lines.Line.Span, out var draft, out error)
            && ObservationBuilder.TryBuild(draft, default, out var observation, out error))
        {
            if (ids)
            {
                Encoding.ASCII.GetBytes(CanonicalForm.ReadingIdOf(observation).ToString(), output);
            }
            else
            {
                CanonicalForm.Write(observation, output);
            }

            return true;
        }

        ErrorLine.Write(error!, output);
        return false;
    }
}
