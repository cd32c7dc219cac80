using System.Collections.Frozen;
using System.Globalization;

namespace Stratum.Core;

/// <summary>
/// Conversion of device units to the registry's, in decimal arithmetic: a converted value is rounded once, half to even, to
/// the registry's decimals, so that two adapters sign the same bytes for the same device message.
/// </summary>
public static class UnitConversion
{
    // To the base unit of its dimension: base = (value + Offset) * Numerator / Denominator, kept apart so that one division gives a
    // result that is exact wherever a decimal can be. Exact by definition unless a source is named.
    private static readonly FrozenDictionary<string, Unit> Units = new Dictionary<string, Unit>
    {
        ["\u00b0C"] = new("temperature", 1m),
        ["C"] = new("temperature", 1m),
        ["Cel"] = new("temperature", 1m),
        ["degC"] = new("temperature", 1m),
        ["\u00b0F"] = new("temperature", 5m, 9m, -32m),
        ["F"] = new("temperature", 5m, 9m, -32m),
        ["degF"] = new("temperature", 5m, 9m, -32m),
        ["K"] = new("temperature", 1m, 1m, -273.15m),
        ["hPa"] = new("pressure", 1m),
        ["mbar"] = new("pressure", 1m),
        ["Pa"] = new("pressure", 0.01m),
        ["kPa"] = new("pressure", 10m),
        // NIST SP 811, appendix B.8: conventional inch and millimetre of mercury.
        ["inHg"] = new("pressure", 33.8638867m),
        ["mmHg"] = new("pressure", 1.33322387m),
        ["m/s"] = new("speed", 1m),
        ["km/h"] = new("speed", 10m, 36m),
        ["mph"] = new("speed", 0.44704m),
        ["kn"] = new("speed", 1852m, 3600m),
        ["knots"] = new("speed", 1852m, 3600m),
        ["mm"] = new("length", 1m),
        ["cm"] = new("length", 10m),
        ["in"] = new("length", 25.4m),
        ["km"] = new("length", 1_000_000m),
        ["mi"] = new("length", 1_609_344m),
        ["mm/h"] = new("rate", 1m),
        ["cm/h"] = new("rate", 10m),
        ["in/h"] = new("rate", 25.4m),
        ["%"] = new("ratio", 1m),
        ["%RH"] = new("ratio", 1m),
        ["\u00b5g/m\u00b3"] = new("concentration", 1m),
        ["ug/m3"] = new("concentration", 1m),
        ["mg/m\u00b3"] = new("concentration", 1000m),
        ["mg/m3"] = new("concentration", 1000m),
        ["W/m2"] = new("irradiance", 1m),
        ["W/m\u00b2"] = new("irradiance", 1m),
        ["lux"] = new("illuminance", 1m),
        ["lx"] = new("illuminance", 1m),
        ["klux"] = new("illuminance", 1000m),
        ["\u00b0"] = new("angle", 1m),
        ["deg"] = new("angle", 1m),
        // 180 / pi to the precision of decimal.
        ["rad"] = new("angle", 57.295779513082320876798154814m),
        ["ppm"] = new("fraction", 1m),
        ["ppb"] = new("fraction", 0.001m),
        ["V"] = new("voltage", 1m),
        ["mV"] = new("voltage", 0.001m),
        ["\u00b5S/cm"] = new("conductivity", 1m),
        ["uS/cm"] = new("conductivity", 1m),
        ["dB"] = new("level", 1m),
        ["\u00b5Sv/h"] = new("dose_rate", 1m),
        ["uSv/h"] = new("dose_rate", 1m),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether values in one unit can be expressed in the other.</summary>
    public static bool AreConvertible(string from, string to) => from == to
        || (Units.TryGetValue(from, out var source) && Units.TryGetValue(to, out var target) && source.Dimension == target.Dimension);

    /// <summary>
    /// A device's value in the quantity's unit. A value that arrives in that unit (or one that is the same under another name) is
    /// taken as it is; another is converted and rounded. False when the units do not belong together or the value to convert is too large or not finite.
    /// </summary>
    public static bool TryConvert(double value, string unit, Quantity quantity, out double converted) =>
        TryConvert(value, unit, quantity, ValueCorrection.None, out converted);

    /// <summary>
    /// The same with a calibration, which is computed before the one rounding: a corrected value always has the registry's decimals. False also
    /// when the corrected value is too large.
    /// </summary>
    public static bool TryConvert(double value, string unit, Quantity quantity, ValueCorrection correction, out double converted)
    {
        converted = value;
        if (unit == quantity.Unit && correction.IsNone)
        {
            return true;
        }

        if (!AreConvertible(unit, quantity.Unit))
        {
            return false;
        }

        var isSame = unit == quantity.Unit || Units[unit] == Units[quantity.Unit];
        if (isSame && correction.IsNone)
        {
            return true;
        }

        if (!TryReadExact(value, out var exact))
        {
            return false;
        }

        if (!isSame)
        {
            var (from, to) = (Units[unit], Units[quantity.Unit]);
            exact = ((exact + from.Offset) * from.Numerator * to.Denominator / (from.Denominator * to.Numerator)) - to.Offset;
        }

        converted = Correct(exact, correction, quantity.Decimals);
        return true;
    }

    /// <summary>
    /// A value of a reading type that the registry does not know, corrected and rounded to six decimals; false when it is too large or not finite.
    /// </summary>
    public static bool TryCorrect(double value, ValueCorrection correction, out double corrected)
    {
        corrected = value;
        if (correction.IsNone)
        {
            return true;
        }

        var isRead = TryReadExact(value, out var exact);
        corrected = isRead ? Correct(exact, correction, DecimalsUnknown) : value;
        return isRead;
    }

    /// <summary>Rounds once, half to even on the decimal value. A decimal can be a negative zero; what is signed never is one.</summary>
    public static double Round(decimal value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.ToEven);
        return rounded == 0 ? 0 : (double)rounded;
    }

    private static double Correct(decimal exact, ValueCorrection correction, int decimals) => Round((exact * correction.Scale) + correction.Offset, decimals);

    // What the text of the value says, not the double behind it: 72.5 is 72.5 exactly in decimal.
    private static bool TryReadExact(double value, out decimal exact)
    {
        exact = 0;
        return double.IsFinite(value)
            && decimal.TryParse(CanonicalDouble.Format(value), NumberStyles.Float, CultureInfo.InvariantCulture, out exact)
            && Math.Abs(exact) <= ValueMax;
    }

    // Finer than any sensor of a quantity that the registry does not know yet.
    private const int DecimalsUnknown = 6;

    // Far beyond every quantity, far below where decimal overflows.
    private const decimal ValueMax = 1e15m;

    private readonly record struct Unit(string Dimension, decimal Numerator, decimal Denominator = 1, decimal Offset = 0);
}
