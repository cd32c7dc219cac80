using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A file of lines. Gzip is unpacked as it is read; a byte order mark and carriage returns are not part of the text.</summary>
internal abstract class TextSource(HistoryInput input, int lineBytesMax) : HistorySource
{
    private readonly LineReader _lines = new(input.Text, lineBytesMax);

    public override long Done => input.Done;

    public override long Total => input.Total;

    /// <summary>Number of the line, from 1.</summary>
    protected long Number => _lines.Number;

    protected ReadOnlyMemory<byte> LineBytes { get; private set; }

    /// <summary>The next line; false at the end. A line that is too long is there as an error.</summary>
    protected async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Rows++;
        var line = _lines.Line;
        if (_lines.Number == 1 && line.Span.StartsWith(HistoryInput.ByteOrderMark))
        {
            line = line[HistoryInput.ByteOrderMark.Length..];
        }

        LineBytes = line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
        return true;
    }

    protected string LineText => Encoding.UTF8.GetString(LineBytes.Span);

    /// <summary>What is wrong with the line as such; null when it can be read.</summary>
    protected HistoryEntry? LineError => _lines.IsTooLong ? HistoryEntry.Refused(Number, "", $"is longer than {lineBytesMax} bytes") : null;

    protected override void Dispose(bool disposing)
    {
        _lines.Dispose();
        input.Dispose();
    }
}
