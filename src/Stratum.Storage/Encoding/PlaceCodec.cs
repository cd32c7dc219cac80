using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Position and altitude with every bit, absence included.</summary>
internal static class PlaceCodec
{
    public const byte HasPosition = 1;
    public const byte HasAltitude = 2;

    public static void Write(ByteWriter output, GeoPoint? position, double? altitude)
    {
        output.Byte((byte)((position is null ? 0 : HasPosition) | (altitude is null ? 0 : HasAltitude)));
        if (position is { } point)
        {
            output.Double(point.Latitude);
            output.Double(point.Longitude);
        }

        if (altitude is { } metres)
        {
            output.Double(metres);
        }
    }

    public static (GeoPoint? Position, double? Altitude) Read(ref ByteReader input)
    {
        var present = input.Byte();
        GeoPoint? position = (present & HasPosition) != 0 ? new GeoPoint(input.Double(), input.Double()) : null;
        double? altitude = (present & HasAltitude) != 0 ? input.Double() : null;
        return (position, altitude);
    }

    /// <summary>Bit equality: 0.0 and -0.0 sign differently, so they are different places.</summary>
    public static bool Same(GeoPoint? left, GeoPoint? right) => left.HasValue == right.HasValue
        && (left is not { } a || right is not { } b || (Same(a.Latitude, b.Latitude) && Same(a.Longitude, b.Longitude)));

    /// <inheritdoc cref="Same(GeoPoint?, GeoPoint?)"/>
    public static bool Same(double? left, double? right) => left.HasValue == right.HasValue
        && (left is not { } a || right is not { } b || Same(a, b));

    private static bool Same(double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);
}
