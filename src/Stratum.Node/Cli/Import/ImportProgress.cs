using System.Globalization;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary>How far an import is, on a terminal: share, observations, rate, what remains.</summary>
internal sealed class ImportProgress : IDisposable
{
    private const int Cells = 30;

    // Often enough to look alive, seldom enough to cost nothing.
    private const double IntervalMs = 200;

    private readonly TextWriter _terminal;
    private readonly TimeProvider _time;
    private readonly HistorySource _source;
    private readonly long _started;
    private readonly Lock _lock = new();
    private long _shown;

    private ImportProgress(TextWriter terminal, HistorySource source, TimeProvider time)
    {
        (_terminal, _source, _time) = (terminal, source, time);
        _started = time.GetTimestamp();
    }

    /// <summary>A bar on standard error, or null when that is no terminal.</summary>
    public static ImportProgress? On(TextWriter error, HistorySource source, TimeProvider time) =>
        Console.IsErrorRedirected ? null : new ImportProgress(error, source, time);

    public void Report(ImportResult result)
    {
        lock (_lock)
        {
            if (_shown != 0 && _time.GetElapsedTime(_shown).TotalMilliseconds < IntervalMs)
            {
                return;
            }

            _shown = _time.GetTimestamp();
            _terminal.Write("\r\e[K" + Line(_source.Done, _source.Total, result.All, _time.GetElapsedTime(_started)));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_shown != 0)
            {
                _terminal.Write("\r\e[K");
                _shown = 0;
            }
        }
    }

    /// <summary>One line; without a bar where nobody knows how much there is.</summary>
    internal static string Line(long done, long total, long observations, TimeSpan elapsed)
    {
        var rate = elapsed.TotalSeconds > 0 ? observations / elapsed.TotalSeconds : 0;
        var counts = string.Create(CultureInfo.InvariantCulture, $"{observations:N0} observations, {rate:N0}/s");
        if (total <= 0)
        {
            return counts;
        }

        var share = Math.Clamp(done / (double)total, 0, 1);
        var cells = (int)(Cells * share);
        var left = share > 0 ? TimeSpan.FromSeconds(Math.Ceiling(elapsed.TotalSeconds * (1 - share) / share)) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', cells)}{new string('.', Cells - cells)}] {(int)(100 * share),3} %, {counts}, {left:h\\:mm\\:ss} left");
    }
}
