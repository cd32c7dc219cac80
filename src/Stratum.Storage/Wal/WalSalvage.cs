using System.Buffers.Binary;

namespace Stratum.Storage;

/// <summary>
/// What can still be read of records that fail their CRC, or whose end is cut off: each row has a CRC of its own, over salt and offset, and needs nothing but
/// the head of its record, which stands in front of the rows and behind them. Every offset is tried, so that no length is trusted.
/// </summary>
internal ref struct WalSalvage(ReadOnlySpan<byte> file, ulong salt)
{
    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>Rows that the heads of the damaged records announce; what is not found of them is lost.</summary>
    public int Announced { get; private set; }

    /// <summary>Adds the rows that stand between two offsets, with their own.</summary>
    /// <param name="from">Where a record should begin.</param>
    /// <param name="to">Where the next one does.</param>
    /// <param name="rows">Gets the rows.</param>
    /// <param name="prefixOnly">Ends at the first bytes that are no row: what a write that was cut off has left.</param>
    public void Run(long from, long to, List<(long Offset, LoggedRow Row)> rows, bool prefixOnly = false)
    {
        WalRowHead? head = null;
        var headless = new List<int>();
        for (var at = (int)from; at < to;)
        {
            if (TryHead(at, (int)to, out var found, out var isEnd, out var next))
            {
                if (prefixOnly && isEnd)
                {
                    break;
                }

                Announced += isEnd && head is not null ? 0 : found.Count;
                foreach (var row in isEnd && head is null ? headless : [])
                {
                    Take(row, found, rows);
                }

                headless.Clear();
                head = isEnd ? null : found;
                at = next;
            }
            else if (TryRow(at, (int)to, out next))
            {
                if (head is { } known)
                {
                    Take(at, known, rows);
                }
                else
                {
                    headless.Add(at);
                }

                at = next;
            }
            else if (prefixOnly && (head is not null || headless.Count > 0))
            {
                break;
            }
            else
            {
                at++;
            }
        }
    }

    private readonly void Take(int at, WalRowHead head, List<(long Offset, LoggedRow Row)> rows)
    {
        var input = new ByteReader(_file[at..]);
        rows.Add((at, WalRowCodec.ReadRow(ref input, head)));
    }

    private readonly bool TryRow(int at, int to, out int next)
    {
        next = at + WalRowCodec.LengthOf(_file[at..to]);
        return next > at && IsWhole(at, next);
    }

    private readonly bool TryHead(int at, int to, out WalRowHead head, out bool isEnd, out int next)
    {
        (head, isEnd) = (default, false);
        next = at + WalRowHead.LengthOf(_file[at..to]);
        if (next == at || !IsWhole(at, next))
        {
            return false;
        }

        var input = new ByteReader(_file[at..next]);
        (head, isEnd) = WalRowHead.Read(ref input);
        return true;
    }

    // The last four bytes are the CRC of those before.
    private readonly bool IsWhole(int at, int next) =>
        BinaryPrimitives.ReadUInt32LittleEndian(_file[(next - 4)..]) == WalFormat.RecordCrc(salt, at, _file[at..(next - 4)]);
}
