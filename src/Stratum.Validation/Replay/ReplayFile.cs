using System.Text;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Reads a network's history. Blank lines are no input; every other line is one, faulty or not.</summary>
public static class ReplayFile
{
    /// <summary>A history has to be in memory to be put in order of time: some 300 bytes a line, 3 GB at the most.</summary>
    public const int DefaultLinesMax = 10_000_000;

    // A signed observation of the longest fields has some 40 KiB.
    private const int LineBytesMax = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads all lines. Throws <see cref="StratumException"/> when there are more than <paramref name="linesMax"/> or a CSV heading lacks a column.</summary>
    public static async Task<List<ReplayLine>> ReadAsync(Stream stream, ReplayFormat format, int linesMax, CancellationToken cancellation)
    {
        using var lines = new LineReader(stream, LineBytesMax);
        var series = new ReplayedSeries();
        var read = new List<ReplayLine>();
        ReplayCsv? csv = null;
        while (await lines.ReadAsync(cancellation))
        {
            if (!lines.IsTooLong && IsBlank(lines.Line.Span))
            {
                continue;
            }

            if (format == ReplayFormat.Detect)
            {
                format = lines.Line.Span.TrimStart("\uFEFF \t"u8) is [(byte)'{', ..] ? ReplayFormat.Ndjson : ReplayFormat.Csv;
            }

            if (format == ReplayFormat.Csv && csv is null)
            {
                csv = new ReplayCsv(Encoding.UTF8.GetString(lines.Line.Span));
                continue;
            }

            if (read.Count >= linesMax)
            {
                throw new StratumException($"the history has more than {linesMax} observations (--max-observations); split it by time", ExitCode.Usage);
            }

            read.Add(Read(lines, csv).ToLine(series));
        }

        return read;
    }

    private static ReplayFields Read(LineReader lines, ReplayCsv? csv)
    {
        if (lines.IsTooLong)
        {
            return new ReplayFields { Error = new DraftError("", $"is longer than {LineBytesMax} bytes") };
        }

        if (csv is null)
        {
            var line = lines.Line.Span;
            return ReplayJson.Read(line.StartsWith("\uFEFF"u8) ? line[3..] : line);
        }

        try
        {
            return csv.Read(StrictUtf8.GetString(lines.Line.Span));
        }
        catch (DecoderFallbackException)
        {
            return new ReplayFields { Error = new DraftError("", "has bytes that are not UTF-8") };
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r"u8);
}
