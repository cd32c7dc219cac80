using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Gross error limits by latitude and half-year for temperature, dew point and sea-level pressure (WMO-No. 305, 1993, chapter 6,
/// as dataresqc restates them): unusual beyond the inner range, erroneous beyond the outer one.
/// </summary>
internal static class LatitudeSeasonLimits
{
    /// <summary>The tables' boundary between the low and the high latitudes.</summary>
    private const double BoundaryLatitude = 45;

    /// <summary>The limits at a place and time, or null for a quantity without a table.</summary>
    public static (ValueRange Suspect, ValueRange Erroneous)? Find(string readingType, double latitude, long timestamp)
    {
        var winter = IsWinter(latitude, timestamp);
        var low = Math.Abs(latitude) <= BoundaryLatitude;
        return (readingType, low, winter) switch
        {
            ("temperature", true, true) => (new(-30, 50), new(-40, 55)),
            ("temperature", true, false) => (new(-20, 50), new(-30, 60)),
            ("temperature", false, true) => (new(-80, 35), new(-90, 40)),
            // The table ends at -40 in summer, which the Antarctic plateau and the ice sheets pass every year: only the upper end is used there.
            ("temperature", false, false) => (new(PolarFloor(latitude, -30), 40), new(PolarFloor(latitude, -40), 50)),
            ("dew_point", true, true) => (new(-35, 35), new(-45, 40)),
            ("dew_point", true, false) => (new(-25, 35), new(-35, 40)),
            ("dew_point", false, true) => (new(-85, 30), new(-99, 35)),
            ("dew_point", false, false) => (new(PolarFloor(latitude, -30), 35), new(PolarFloor(latitude, -40), 40)),
            ("pressure_sea_level", true, true) => (new(910, 1080), new(870, 1100)),
            ("pressure_sea_level", true, false) => (new(900, 1080), new(850, 1100)),
            ("pressure_sea_level", false, true) => (new(940, 1080), new(910, 1100)),
            ("pressure_sea_level", false, false) => (new(950, 1080), new(920, 1100)),
            ("pressure", _, _) => (new(400, 1080), new(300, 1100)),
            _ => null,
        };
    }

    /// <summary>Winter is October to March in the north, April to September in the south.</summary>
    private static bool IsWinter(double latitude, long timestamp)
    {
        var seconds = Math.Clamp(timestamp, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        var month = DateTimeOffset.FromUnixTimeSeconds(seconds).Month;
        return month is >= 10 or <= 3 == latitude >= 0;
    }

    private static double PolarFloor(double latitude, double floor) => Math.Abs(latitude) >= 60 ? -90 : floor;
}
