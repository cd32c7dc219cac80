using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The registry's unit is what is signed: a reading without a unit is in it, another known unit is converted and rounded
/// once, and what does not convert is refused. Reading types that the registry does not know are taken as they are.
/// </summary>
internal static class UnitRule
{
    // SenML's and UCUM's name of a bare number, and the registry's.
    private const string SenMlOne = "/";
    private const string One = "1";

    public static DraftError? Apply(ObservationDraft draft, QuantityRegistry registry, ValueCorrection correction)
    {
        if (draft[TextField.ReadingType] is not { } readingType || registry.Find(readingType) is not { } quantity)
        {
            return Correct(draft, correction);
        }

        // "" is what the canonical form writes for an absent unit, so it means the same here.
        var unit = draft[TextField.Unit];
        if (string.IsNullOrEmpty(unit) || unit == quantity.Unit || (unit == SenMlOne && quantity.Unit == One))
        {
            draft[TextField.Unit] = unit = quantity.Unit;
        }

        if (!UnitConversion.AreConvertible(unit, quantity.Unit))
        {
            return new DraftError("unit", $"is \"{Excerpt.Of(unit)}\"; {readingType} is accepted in \"{quantity.Unit}\" or a known unit of the same kind");
        }

        if (draft.Value is { } value)
        {
            if (!UnitConversion.TryConvert(value, unit, quantity, correction, out var converted))
            {
                return new DraftError("value", $"is too large to be converted from \"{unit}\" to \"{quantity.Unit}\"");
            }

            draft.Value = converted;
        }

        draft[TextField.Unit] = quantity.Unit;
        return null;
    }

    private static DraftError? Correct(ObservationDraft draft, ValueCorrection correction)
    {
        if (draft.Value is not { } value)
        {
            return null;
        }

        var isCorrected = UnitConversion.TryCorrect(value, correction, out var corrected);
        draft.Value = corrected;
        return isCorrected ? null : new DraftError("value", "is too large for the scale and offset of its table");
    }
}
