using System.Buffers;
using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Pipeline;
using Stratum.Validation;

namespace Stratum.Node.Cli;

/// <summary><c>stratum validate</c>: replays a network's history through the validation and writes one scored line for each observation.</summary>
internal static class ValidateCommand
{
    private const int FlushBytes = 64 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>(
            "FILE")
        { Description = "NDJSON or CSV with device_id, timestamp, reading_type, value, latitude, longitude, altitude; - is standard input" };
        var format = new Option<string>("--format") { Description = "How the file is written", DefaultValueFactory = _ => "detect" };
        format.AcceptOnlyFromAmong("detect", "ndjson", "csv");
        var most = new Option<int>("--max-observations")
        {
            Description = "Refuse longer histories: all of it is held in memory to be put in order of time",
            DefaultValueFactory = _ => ReplayFile.DefaultLinesMax,
        };
        var command = new Command("validate",
            "Replay a network's history through the validation; one scored line for each observation, in the order of the file")
        {
            file,
            format,
            most,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var lines = await ReadAsync(result.GetValue(file)!, FormatOf(result.GetValue(format)!), result.GetValue(most), cancellationToken);
            var scored = lines.Where(line => line.IsScored).Select(line => line.Observation!).ToList();
            using var progress = ValidateProgress.On(Console.Error, scored.Count);
            var options = result.GetResult(CommonOptions.Config) is null ? new ValidationOptions() : OptionsOf(result);
            var assessments = new ReplayValidator(QuantityRegistry.Default, options, ValidatorRegistry.Create(trust: null))
                .Score(scored, progress, cancellationToken);
            progress?.Dispose();
            await using var output = Console.OpenStandardOutput();
            await WriteAsync(lines, assessments, output, cancellationToken);
            return (int)(lines.Exists(line => line.Error is not null) ? ExitCode.CheckFailed : ExitCode.Done);
        });
        return command;
    }

    private static ReplayFormat FormatOf(string name) => name switch
    {
        "ndjson" => ReplayFormat.Ndjson,
        "csv" => ReplayFormat.Csv,
        _ => ReplayFormat.Detect,
    };

    // A history is judged alike wherever the command runs; only a configuration that is named on the command line changes the weights.
    private static ValidationOptions OptionsOf(ParseResult result)
    {
        var section = LoadedOptions.Require(result).Validation;
        return new ValidationOptions
        {
            PlausibilityWeight = section.PlausibilityWeight,
            SpatialWeight = section.SpatialWeight,
            TemporalWeight = section.TemporalWeight,
        };
    }

    private static async Task<List<ReplayLine>> ReadAsync(string file, ReplayFormat format, int most, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await ReplayFile.ReadAsync(stream, format, most, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read {file}: {e.Message}", ExitCode.Usage, e);
        }
    }

    private static async Task WriteAsync(List<ReplayLine> lines, Assessment[] assessments, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushBytes * 2);
        using var writer = new ReplayOutput(buffer);
        var next = 0;
        foreach (var line in lines)
        {
            writer.Write(line, line.IsScored ? assessments[next++] : null);
            if (buffer.WrittenCount >= FlushBytes)
            {
                await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
