using System.Globalization;
using System.Runtime.CompilerServices;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>InfluxDB line protocol, as <c>influx_inspect export</c> and <c>influxd inspect export-lp</c> write it.</summary>
internal sealed class InfluxLineSource(HistoryInput input, HistoryMap map) : TextSource(input, LineBytesMax)
{
    // As the write endpoint takes them.
    private const int LineBytesMax = 64 * 1024;

    private readonly DraftMaker _maker = new(map, "InfluxDB");
    private readonly InfluxNames _names = new(map);
    private readonly HistoryClock _clock = new(map.TimeFormat, map.Zone);

    public override HistoryFormat Format => HistoryFormat.InfluxLines;

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            entries.Clear();
            Read(entries);
            foreach (var entry in entries)
            {
                yield return entry;
            }
        }
    }

    private void Read(List<HistoryEntry> entries)
    {
        if (LineError is { } error)
        {
            entries.Add(error);
            return;
        }

        var text = LineText.Trim();
        if (text.Length == 0 || text[0] == '#' || IsStatement(text))
        {
            Rows--;
            return;
        }

        var point = new InfluxPoint();
        var line = new InfluxLine(text);
        if (line.Read(point) is { } wrong)
        {
            entries.Add(HistoryEntry.Refused(Number, "", wrong));
        }
        else if (point.Timestamp is not { } ticks)
        {
            entries.Add(HistoryEntry.Refused(Number, "timestamp", "is missing: what is imported has a time of its own"));
        }
        else if (_clock.Read(ticks.ToString(CultureInfo.InvariantCulture), out var timeError) is { } timestamp)
        {
            Add(point, timestamp, entries);
        }
        else
        {
            entries.Add(new HistoryEntry(Number, null, default, timeError));
        }
    }

    // influx_inspect export begins with the statements that make the database.
    private static bool IsStatement(string text) => text.StartsWith("CREATE DATABASE ", StringComparison.Ordinal);

    private void Add(InfluxPoint point, long timestamp, List<HistoryEntry> entries)
    {
        var device = _names.DeviceOf(name => point.Tag(name));
        foreach (var (name, value) in point.Fields)
        {
            if (name is "latitude" or "longitude" or "lat" or "lon" or "altitude")
            {
                continue;
            }

            if (_names.Find(point.Measurement, name, point.Tag("unit")) is not { } column)
            {
                LeaveOut($"{point.Measurement}.{name}");
            }
            else if (_maker.Make(Number, timestamp, device, column, value) is { } entry)
            {
                AddPlace(entry.Draft, point);
                entries.Add(entry);
            }
        }
    }

    private static void AddPlace(ObservationDraft? draft, InfluxPoint point)
    {
        if (draft is not null && InfluxReader.Coordinate(point, "latitude", "lat") is { } latitude
            && InfluxReader.Coordinate(point, "longitude", "lon") is { } longitude)
        {
            (draft.Latitude, draft.Longitude, draft.Altitude) = (latitude, longitude, InfluxReader.Coordinate(point, "altitude", "altitude"));
        }
    }
}
