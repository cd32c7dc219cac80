namespace Stratum.Node.Cli;

/// <summary>A progress bar on a terminal.</summary>
internal sealed class ValidateProgress : IProgress<int>, IDisposable
{
    private const int Cells = 40;

    private readonly TextWriter _terminal;
    private readonly int _all;
    private int _shownPercent = -1;

    private ValidateProgress(TextWriter terminal, int all) => (_terminal, _all) = (terminal, all);

    /// <summary>A bar on standard error, or null when that is no terminal.</summary>
    public static ValidateProgress? On(TextWriter error, int all) => Console.IsErrorRedirected || all == 0 ? null : new ValidateProgress(error, all);

    public void Report(int value)
    {
        var percent = (int)(100L * value / _all);
        if (percent != _shownPercent)
        {
            _shownPercent = percent;
            var done = Cells * percent / 100;
            _terminal.Write($"\r\e[K[{new string('#', done)}{new string('.', Cells - done)}] {percent,3} % of {_all:N0} observations");
        }
    }

    public void Dispose()
    {
        if (_shownPercent >= 0)
        {
            _terminal.Write("\r\e[K");
            _shownPercent = -1;
        }
    }
}
