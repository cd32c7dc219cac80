using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What messages without a time of their own said lately. Stamped at receipt, a second delivery would be another reading: the broker's
/// own repetition (DUP) of one that is stored, and the frames that radio sensors send several times, are recognised by content.
/// </summary>
internal sealed class RecentMessages(TimeProvider time, TimeSpan repeatWindow)
{
    // A window of unacknowledged messages is 20 at mosquitto and 32 here; a thousand covers every one that can come again.
    private const int EntriesMax = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public static string KeyOf(IReadOnlyList<AdmittedDraft> drafts)
    {
        var text = new StringBuilder();
        foreach (var (draft, _, _) in drafts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{draft[TextField.DeviceId]}|{draft[TextField.ReadingType]}|{draft.Value:R};");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Whether it was said already; remembers it when not.</summary>
    public bool IsRepeat(string key, bool isDuplicate)
    {
        lock (_gate)
        {
            var known = _entries.TryGetValue(key, out var entry);
            if (known && (isDuplicate ? entry!.IsStored : time.GetElapsedTime(entry!.At) < repeatWindow))
            {
                return true;
            }

            if (!known)
            {
                _order.Enqueue(key);
                if (_order.Count > EntriesMax)
                {
                    _entries.Remove(_order.Dequeue());
                }
            }

            _entries[key] = new Entry(time.GetTimestamp());
            return false;
        }
    }

    public void MarkStored(string key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.IsStored = true;
            }
        }
    }

    private sealed class Entry(long at)
    {
        public long At => at;

        public bool IsStored { get; set; }
    }
}
