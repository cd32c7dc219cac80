using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Charts: many rows of one series, of which only timestamp and value matter.</summary>
public sealed partial class ObservationStore
{
    /// <summary>
    /// Timestamps and values of one series from &lt;= timestamp &lt; to, in order of time, in parts; empty when the series is not known. Read from one
    /// snapshot. A reading_id is given once.
    /// </summary>
    public IEnumerable<SeriesValues> ReadValues(Series series, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (_catalogue.Find(series) is not { } entry)
        {
            yield break;
        }

        using var snapshot = OpenSnapshot();
        foreach (var part in ValueReader.Read(snapshot, entry, Math.Max(from, FloorOf(series)), to))
        {
            yield return part;
        }
    }
}
