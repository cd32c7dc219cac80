using Stratum.Core;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Batches;

/// <summary>Position and altitude by their bits: -0.0 and 0.0 are equal numbers but sign differently.</summary>
internal readonly record struct PlaceKey(bool HasPosition, long Latitude, long Longitude, bool HasAltitude, long Altitude)
{
    public static PlaceKey Of(Observation observation) => new(
        observation.Position.HasValue,
        BitConverter.DoubleToInt64Bits(observation.Position?.Latitude ?? 0),
        BitConverter.DoubleToInt64Bits(observation.Position?.Longitude ?? 0),
        observation.Altitude.HasValue,
        BitConverter.DoubleToInt64Bits(observation.Altitude ?? 0));

    public Place ToPlace()
    {
        var place = new Place();
        if (HasPosition)
        {
            place.Latitude = BitConverter.Int64BitsToDouble(Latitude);
            place.Longitude = BitConverter.Int64BitsToDouble(Longitude);
        }

        if (HasAltitude)
        {
            place.Altitude = BitConverter.Int64BitsToDouble(Altitude);
        }

        return place;
    }
}
