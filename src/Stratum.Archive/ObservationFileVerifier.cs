using System.Text;
using Stratum.Core;

namespace Stratum.Archive;

/// <summary>
/// Verifies NDJSON of signed observations, an export for instance, line by line and without any network or registry. A line is wrong
/// when its JSON, a field, an id, the signature or the line hash is wrong, when it is blank, too long, or, ending in a line
/// hash, lacks its line feed (exports always end lines, so the file was cut or altered). Memory does not grow with the file.
/// </summary>
public static class ObservationFileVerifier
{
    /// <summary>
    /// The longest accepted line. The signed text takes at most 4,800 characters, 57,600 bytes when every one is written as two
    /// escapes; four times that leaves room for reasons and for what newer versions add.
    /// </summary>
    public const int LineBytesMax = 256 * 1024;

    /// <summary>How many failures the report keeps: more than a person reads, little enough for a file in which every line is wrong.</summary>
    public const int FailuresKept = 100;

    // A progress bar is redrawn a few times a second; this many lines take some 50 ms.
    private const int LinesPerProgress = 1_000;

    // ,"line_sha256":"<64 digits>"}
    private static readonly byte[] LineHashOpening = Encoding.ASCII.GetBytes($",\"{ObservationJson.LineHashName}\":\"");

    private static readonly int LineHashBytes = LineHashOpening.Length + (Hash256.Size * 2) + 2;

    /// <summary>Reads the stream to its end and verifies every line.</summary>
    /// <param name="stream">UTF-8 text; stays open.</param>
    /// <param name="signaturesOnly">Leave line hashes and the last line feed aside: for lines that another program wrote anew.</param>
    /// <param name="progress">Told now and then, and at the end, how many bytes were verified.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public static async Task<VerificationReport> VerifyAsync(
        Stream stream, bool signaturesOnly, Action<long>? progress, CancellationToken cancellationToken)
    {
        using var reader = new LineReader(stream, LineBytesMax);
        var failures = new List<LineFailure>();
        long observations = 0, lineHashes = 0, failed = 0, bytes = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var line = reader.Line.Span;
            var hasLineHash = HasLineHash(line);
            if (FindError(reader, hasLineHash, signaturesOnly) is { } error)
            {
                failed++;
                if (failures.Count < FailuresKept)
                {
                    failures.Add(new LineFailure(reader.Number, error.Field, error.Reason));
                }
            }
            else
            {
                observations++;
                lineHashes += hasLineHash ? 1 : 0;
            }

            bytes += reader.IsTooLong ? LineBytesMax : line.Length + (reader.IsEnded ? 1 : 0);
            if (reader.Number % LinesPerProgress == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Invoke(bytes);
            }
        }

        progress?.Invoke(bytes);
        return new VerificationReport(reader.Number, observations, lineHashes, failed, failures);
    }

    private static DraftError? FindError(LineReader reader, bool hasLineHash, bool signaturesOnly)
    {
        var line = reader.Line.Span;
        if (reader.IsTooLong)
        {
            return new DraftError("", $"is longer than {LineBytesMax} bytes");
        }

        if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
        {
            return new DraftError("", "is blank");
        }

        if (!SignedObservationReader.TryRead(line, !signaturesOnly, out _, out var error))
        {
            return error;
        }

        return hasLineHash && !reader.IsEnded && !signaturesOnly
            ? new DraftError("", "lacks the line feed that ends every line of an export: the file was cut or altered")
            : null;
    }

    private static bool HasLineHash(ReadOnlySpan<byte> line) =>
        line.Length > LineHashBytes && line[^LineHashBytes..].StartsWith(LineHashOpening);
}
