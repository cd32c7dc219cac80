using System.Runtime.CompilerServices;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>NDJSON: lines with a signature are handed on as they are, all others are drafts.</summary>
internal sealed class NdjsonSource(HistoryInput input, HistoryMap map) : TextSource(input, LineBytesMax)
{
    // As `stratum verify` accepts: room for the longest observation with every character escaped.
    private const int LineBytesMax = 256 * 1024;

    private readonly DraftMaker _maker = new(map, "NDJSON file");

    public override HistoryFormat Format => HistoryFormat.Ndjson;

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (LineError is { } error)
            {
                yield return error;
            }
            else if (LineBytes.Span.IndexOfAnyExcept(" \t"u8) >= 0)
            {
                yield return Read();
            }
            else
            {
                Rows--;
            }
        }
    }

    private HistoryEntry Read()
    {
        if (LineBytes.Span.IndexOf("\"signature\""u8) >= 0)
        {
            // The reader's buffer is used again for the next line.
            return new HistoryEntry(Number, null, LineBytes.ToArray(), null);
        }

        if (!DraftReader.TryRead(LineBytes.Span, out var draft, out var error))
        {
            return new HistoryEntry(Number, null, default, error);
        }

        draft[TextField.DeviceId] ??= map.Device;
        if (draft.Latitude is null && draft.Longitude is null)
        {
            (draft.Latitude, draft.Longitude) = (map.Position?.Latitude, map.Position?.Longitude);
            draft.Altitude ??= map.Altitude;
        }

        return _maker.Finish(Number, draft);
    }
}
