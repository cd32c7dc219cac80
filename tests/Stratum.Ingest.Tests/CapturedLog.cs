using Microsoft.Extensions.Logging;

namespace Stratum.Ingest.Tests;

/// <summary>The lines that the listener wrote.</summary>
internal sealed class CapturedLog : ILogger<HttpIngest>
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text)];
            }
        }
    }

    public string All
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines.Select(line => line.Text));
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add((logLevel, formatter(state, exception)));
        }
    }
}
