using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What one segment says about a series: its definition, and the place of its first row so that later rows there need not repeat it.</summary>
/// <param name="Entry">The series.</param>
/// <param name="Position">The place at definition.</param>
/// <param name="Altitude">The altitude at definition.</param>
internal readonly record struct WalSeriesState(SeriesEntry Entry, GeoPoint? Position, double? Altitude)
{
    public bool IsAt(Observation observation) =>
        PlaceCodec.Same(Position, observation.Position) && PlaceCodec.Same(Altitude, observation.Altitude);
}
