namespace Stratum.Core;

/// <summary>Geohash (Niemeyer 2008): interleaved bits of longitude and latitude in base 32, used for cells and beacons.</summary>
public static class Geohash
{
    /// <summary>The most characters that a double distinguishes usefully (3.7 cm by 1.9 cm).</summary>
    public const int LengthMax = 12;

    private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

    /// <summary>The cell of a point. Throws <see cref="ArgumentOutOfRangeException"/> for a length outside 1..12.</summary>
    public static string Encode(GeoPoint point, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LengthMax);
        var latitude = new Interval(-90, 90);
        var longitude = new Interval(-180, 180);
        return string.Create(length, point, (text, place) =>
        {
            var isLongitude = true;
            for (var i = 0; i < text.Length; i++)
            {
                var quintet = 0;
                for (var bit = 0; bit < 5; bit++)
                {
                    quintet = (quintet << 1) | (isLongitude ? longitude.Halve(place.Longitude) : latitude.Halve(place.Latitude));
                    isLongitude = !isLongitude;
                }

                text[i] = Alphabet[quintet];
            }
        });
    }

    /// <summary>The box of a cell; false when the text is empty, too long or has a character outside the alphabet.</summary>
    public static bool TryDecode(ReadOnlySpan<char> cell, out GeoBox box)
    {
        var latitude = new Interval(-90, 90);
        var longitude = new Interval(-180, 180);
        var isLongitude = true;
        box = default;
        if (cell.Length is 0 or > LengthMax)
        {
            return false;
        }

        foreach (var character in cell)
        {
            var quintet = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (quintet < 0)
            {
                return false;
            }

            for (var bit = 4; bit >= 0; bit--)
            {
                if (isLongitude)
                {
                    longitude.Take((quintet >> bit) & 1);
                }
                else
                {
                    latitude.Take((quintet >> bit) & 1);
                }

                isLongitude = !isLongitude;
            }
        }

        box = new GeoBox(latitude.Max, latitude.Min, longitude.Max, longitude.Min);
        return true;
    }

    private struct Interval(double min, double max)
    {
        public double Min { get; private set; } = min;

        public double Max { get; private set; } = max;

        public int Halve(double value)
        {
            var bit = value >= (Min + Max) / 2 ? 1 : 0;
            Take(bit);
            return bit;
        }

        public void Take(int bit)
        {
            var middle = (Min + Max) / 2;
            (Min, Max) = bit == 1 ? (middle, Max) : (Min, middle);
        }
    }
}
