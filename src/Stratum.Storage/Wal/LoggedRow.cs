using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A row as the log has it: its series is a number, and its place may be that of the definition.</summary>
internal readonly record struct LoggedRow
{
    public required uint SeriesId { get; init; }

    /// <summary>Where the series was when the segment defined it; <see cref="Position"/> and <see cref="Altitude"/> are then not in the row.</summary>
    public required bool IsAtHome { get; init; }

    public required GeoPoint? Position { get; init; }

    public required double? Altitude { get; init; }

    public required long Timestamp { get; init; }

    public required long Arrival { get; init; }

    public required long ReceivedAtMs { get; init; }

    public required ReceivedVia ReceivedVia { get; init; }

    public required TimeSource TimeSource { get; init; }

    public required double Value { get; init; }

    public required ContentId ContentId { get; init; }

    public required Signature Signature { get; init; }

    /// <summary>The row with its series; at home it stands where the definition says.</summary>
    public WalRow In(WalSeriesState series)
    {
        var (position, altitude) = IsAtHome ? (series.Position, series.Altitude) : (Position, Altitude);
        var observation = new Observation(series.Entry.Series, Timestamp, Value, position, altitude);
        return new WalRow(
            series.Entry,
            new StoredObservation(
                new SignedObservation(observation, Signature, ContentId), Arrival, ReceivedAtMs, ReceivedVia, TimeSource, Assessment.NotEvaluated),
            IsOverride: false);
    }

    /// <summary>The row with a series that may not be its own: null unless the content says that it is.</summary>
    public WalRow? InIfIts(WalSeriesState series)
    {
        var row = In(series);
        return CanonicalForm.ContentIdOf(row.Stored.Observation.Observation) == ContentId ? row : null;
    }
}
