using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What every draft goes through before the intake sees it: scope, name, time, unit.</summary>
internal sealed class DraftRules(TimestampRule timestamps, QuantityRegistry registry)
{
    public DraftError? Apply(ObservationDraft draft, DeviceScope scope, long nowSeconds, ValueCorrection correction, ref TimeSource source)
    {
        // A draft without device_id is the intake's to refuse: no scope covers it, and "is missing" says more.
        if (draft[TextField.DeviceId] is { } deviceId && !scope.Contains(deviceId))
        {
            return new DraftError("device_id", $"\"{Excerpt.Of(deviceId)}\" is not among the devices of this token (stratum token list)");
        }

        return CheckName(draft) ?? timestamps.Apply(draft, nowSeconds, ref source) ?? UnitRule.Apply(draft, registry, correction);
    }

    // A draft without reading_type is the intake's to refuse.
    private static DraftError? CheckName(ObservationDraft draft) =>
        draft[TextField.ReadingType] is { Length: > 0 } readingType ? ReadingNames.Check(readingType, draft[TextField.Unit]) : null;
}
