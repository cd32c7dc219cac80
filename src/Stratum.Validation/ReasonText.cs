using System.Globalization;

namespace Stratum.Validation;

/// <summary>Numbers and units as reasons give them: few digits, ASCII.</summary>
internal static class ReasonText
{
    /// <summary>A number with at most three significant digits or one decimal, then the unit.</summary>
    public static string Amount(double value, string unit)
    {
        var ascii = Unit(unit);
        return ascii.Length == 0 ? Number(value) : $"{Number(value)} {ascii}";
    }

    /// <summary>A number without superfluous digits.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1e6 => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 0.95 or 0 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1e-4 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>A duration in the unit that suits its size.</summary>
    public static string Duration(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 7200 => $"{seconds / 60} min",
        _ => $"{Number(seconds / 3600.0)} h",
    };

    /// <summary>A distance; below 950 m in metres.</summary>
    public static string Distance(double distanceKm) => distanceKm < 0.95
        ? $"{Math.Max(1, Math.Round(distanceKm * 1000)):0} m"
        : $"{distanceKm:0} km";

    /// <summary>A unit in ASCII; "" when it has no ASCII form.</summary>
    public static string Unit(string unit) => unit switch
    {
        "\u00b0C" => "degC",
        "\u00b0" => "deg",
        "\u00b5g/m\u00b3" => "ug/m3",
        "1" => "",
        _ => System.Text.Ascii.IsValid(unit) ? unit : "",
    };
}
