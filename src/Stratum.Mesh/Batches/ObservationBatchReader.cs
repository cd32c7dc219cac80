using System.Diagnostics.CodeAnalysis;
using Stratum.Core;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Batches;

/// <summary>
/// Takes a batch apart. It answers only whether the columns fit together; whether an observation is right is decided row by row
/// afterwards. Series are shared through a bounded cache, so that a link's thousand batches do not make a thousand copies of each.
/// </summary>
internal sealed class ObservationBatchReader
{
    /// <summary>The most rows of a batch: what fits a frame at the least that a row can cost (64 + 8 + 1 + 1), rounded up.</summary>
    public const int RowsMax = 1024;

    // Signer, version, place.
    private const int SeriesColumns = 3 + TextFields.Count;

    // A station has some ten series; 2,048 covers what one link usually carries, at 1 to 2 MB.
    private const int CachedSeriesMax = 2048;

    private readonly HashSet<Series> _known = [];
    private readonly string[] _texts = new string[TextFields.Count];

    /// <summary>Reads every row in order into <paramref name="rows"/>; false with a reason when the columns do not fit together.</summary>
    public bool TryRead(ObservationBatch batch, List<UnverifiedObservation> rows, [NotNullWhen(false)] out string? problem)
    {
        rows.Clear();
        problem = CheckColumns(batch);
        if (problem is not null)
        {
            return false;
        }

        var series = new (Series Series, uint Place)[batch.Series.Count / SeriesColumns];
        for (var i = 0; i < series.Length; i++)
        {
            if (!TryReadSeries(batch, i, out series[i]))
            {
                problem = "a series points outside the tables";
                return false;
            }
        }

        return TryReadRows(batch, series, rows, out problem);
    }

    /// <summary>
    /// Shares this series from now on. Only for one that a verified observation carried: texts of unverified ones have no limit but
    /// the frame's, and a cache of them would be a stranger's to fill.
    /// </summary>
    public void Keep(Series verified)
    {
        if (_known.Count >= CachedSeriesMax)
        {
            _known.Clear();
        }

        _known.Add(verified);
    }

    private static string? CheckColumns(ObservationBatch batch)
    {
        var count = batch.RowSeries.Count;
        return count is 0 or > RowsMax ? $"{count} rows; 1..{RowsMax} are accepted"
            : batch.RowTimestampDeltas.Count != count || batch.RowValues.Count != count || batch.Signatures.Length != count * Signature.Size
                ? "the row columns differ in length"
            : batch.Series.Count % SeriesColumns != 0 || batch.Series.Count / SeriesColumns > count ? "the series table does not fit the rows"
            : batch.Signers.Length % Hash256.Size != 0 ? "the signer table is not a row of keys"
            : batch.Places.Count > count * 2 ? "more places than rows can have"
            : batch.MovedRows.Count % 2 != 0 || batch.MovedRows.Count / 2 > count ? "the moved rows do not fit the rows"
            : null;
    }

    private bool TryReadSeries(ObservationBatch batch, int index, out (Series Series, uint Place) read)
    {
        read = default;
        var at = index * SeriesColumns;
        var (signer, version, place) = (batch.Series[at], batch.Series[at + 1], batch.Series[at + 2]);
        if (signer >= batch.Signers.Length / Hash256.Size || place >= batch.Places.Count)
        {
            return false;
        }

        for (var field = 0; field < TextFields.Count; field++)
        {
            var text = batch.Series[at + 3 + field];
            if (text >= batch.Texts.Count)
            {
                return false;
            }

            _texts[field] = batch.Texts[(int)text];
        }

        var id = new NodeId(new Hash256(batch.Signers.Span.Slice((int)signer * Hash256.Size, Hash256.Size)));
        // A version that no int holds is newer than every known one.
        read = (Shared(new Series(id, (int)Math.Min(version, int.MaxValue), _texts)), place);
        return true;
    }

    private static bool TryReadRows(
        ObservationBatch batch, (Series Series, uint Place)[] series, List<UnverifiedObservation> rows, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        var timestamp = batch.BaseTimestamp;
        var moved = 0;
        for (var i = 0; i < batch.RowSeries.Count; i++)
        {
            if (batch.RowSeries[i] >= series.Length)
            {
                problem = "a row points outside the series";
                return false;
            }

            var (rowSeries, place) = series[batch.RowSeries[i]];
            if (moved < batch.MovedRows.Count && batch.MovedRows[moved] == i)
            {
                place = batch.MovedRows[moved + 1];
                moved += 2;
            }

            timestamp = unchecked(timestamp + batch.RowTimestampDeltas[i]);
            if (place >= batch.Places.Count || timestamp is < 0 or > Observation.TimestampMax)
            {
                problem = "a row points outside the places or outside of time";
                return false;
            }

            var signature = Signature.FromBytes(batch.Signatures.Span.Slice(i * Signature.Size, Signature.Size));
            rows.Add(new UnverifiedObservation(ToObservation(rowSeries, timestamp, batch.RowValues[i], batch.Places[(int)place]), signature));
        }

        problem = moved == batch.MovedRows.Count ? null : "the moved rows are not in order";
        return problem is null;
    }

    private static Observation ToObservation(Series series, long timestamp, double value, Place place) => new(
        series,
        timestamp,
        value,
        place.HasLatitude || place.HasLongitude ? new GeoPoint(place.Latitude, place.Longitude) : null,
        place.HasAltitude ? place.Altitude : null);

    private Series Shared(Series series) => _known.TryGetValue(series, out var known) ? known : series;
}
