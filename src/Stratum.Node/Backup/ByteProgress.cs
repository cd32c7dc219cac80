using System.Globalization;

namespace Stratum.Node.Backup;

/// <summary>How far a copy is, on a terminal.</summary>
internal sealed class ByteProgress(TextWriter? terminal, TimeProvider time, long total)
{
    private const double IntervalMs = 100;

    private long _done;
    private long _shown;

    /// <summary>Progress on standard error; none when that is no terminal.</summary>
    public static ByteProgress On(TextWriter error, TimeProvider time, long total) => new(Console.IsErrorRedirected ? null : error, time, total);

    public void Add(long bytes)
    {
        _done += bytes;
        if (terminal is null || (_shown != 0 && time.GetElapsedTime(_shown).TotalMilliseconds < IntervalMs))
        {
            return;
        }

        _shown = time.GetTimestamp();
        var percent = total > 0 ? Math.Min(100, 100 * _done / total) : 0;
        var share = total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{percent,3} % of {total >> 20} MiB") : $"{_done >> 20} MiB";
        terminal.Write($"\r\e[K{share}");
    }

    public void End()
    {
        if (_shown != 0)
        {
            terminal?.Write("\r\e[K");
        }
    }
}
