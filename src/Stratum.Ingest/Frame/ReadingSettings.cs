using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>reading_type and unit of an entry of <c>map</c>, whichever adapter it is of.</summary>
internal static class ReadingSettings
{
    /// <summary>Notes what is wrong with them.</summary>
    /// <param name="settings">The table.</param>
    /// <param name="prefix">The entry: "map:0:".</param>
    /// <param name="readingType">What is signed.</param>
    /// <param name="unit">Its unit; "" for the registry's.</param>
    /// <param name="hasUnitElsewhere">The message says the unit itself.</param>
    public static void Check(SensorSettings settings, string prefix, string readingType, string unit, bool hasUnitElsewhere = false)
    {
        // What the message says of the unit is seen when it comes.
        if (ReadingNames.Check(readingType, hasUnitElsewhere && unit.Length == 0 ? "1" : unit) is { } wrong)
        {
            settings.Wrong(prefix + wrong.Field, $"{Shown(prefix)}{wrong.Field} {wrong.Reason}");
        }
        else if (unit.Length > 0 && QuantityRegistry.Default.Find(readingType) is { } quantity && !UnitConversion.AreConvertible(unit, quantity.Unit))
        {
            settings.Wrong(
                prefix + "unit",
                $"{Shown(prefix)}unit is \"{Excerpt.Of(unit)}\"; {readingType} is accepted in \"{quantity.Unit}\" or a known unit of the same kind");
        }
    }

    /// <summary>A key as a person writes it: map.0.unit.</summary>
    public static string Shown(string key) => key.Replace(':', '.');
}
