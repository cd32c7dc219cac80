using System.Globalization;
using Stratum.Storage;

namespace Stratum.Node.Cli;

/// <summary>A progress bar with the rate, on a terminal.</summary>
internal sealed class StoreCheckProgress : IProgress<CheckProgress>, IDisposable
{
    private const int Cells = 40;

    // Often enough to look alive, seldom enough to cost nothing.
    private const double IntervalMs = 100;

    private readonly TextWriter _terminal;
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _shown;

    private StoreCheckProgress(TextWriter terminal, TimeProvider time)
    {
        (_terminal, _time) = (terminal, time);
        _started = time.GetTimestamp();
    }

    /// <summary>A bar on standard error, or null when that is no terminal.</summary>
    public static StoreCheckProgress? On(TextWriter error, TimeProvider time) => Console.IsErrorRedirected ? null : new StoreCheckProgress(error, time);

    public void Report(CheckProgress value)
    {
        if (_shown != 0 && _time.GetElapsedTime(_shown).TotalMilliseconds < IntervalMs)
        {
            return;
        }

        _shown = _time.GetTimestamp();
        _terminal.Write("\r\e[K" + Line(value, _time.GetElapsedTime(_started).TotalSeconds));
    }

    public void Dispose()
    {
        if (_shown != 0)
        {
            _terminal.Write("\r\e[K");
            _shown = 0;
        }
    }

    /// <summary>Bar, percentage, rows and rate.</summary>
    internal static string Line(CheckProgress value, double seconds)
    {
        var percent = value.BytesTotal == 0 ? 100 : (int)(100 * value.BytesChecked / value.BytesTotal);
        var done = Cells * percent / 100;
        var rate = seconds > 0 ? value.Rows / seconds : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', done)}{new string('.', Cells - done)}] {percent,3} %, {value.Rows:N0} observations, {rate:N0}/s");
    }
}
