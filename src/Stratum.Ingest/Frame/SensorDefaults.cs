using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What the tables of a source say of a reading: the device's table before the source's. A reading's own fields always win, but for
/// deployment_type: where a sensor stands its owner knows better than its maker.
/// </summary>
internal static class SensorDefaults
{
    /// <summary>Fills the draft in.</summary>
    public static AdmittedDraft Apply(SensorOptions sensor, DeviceOptions? device, ObservationDraft draft)
    {
        draft[TextField.DeviceId] ??= sensor.DeviceId;
        AddPlace(sensor, device, draft);
        foreach (DeviceRules? rules in (ReadOnlySpan<DeviceRules?>)[device, sensor])
        {
            foreach (var (field, text) in rules?.Texts ?? NoTexts)
            {
                draft[field] ??= text;
            }
        }

        draft[TextField.DeploymentType] = device?.DeploymentType ?? sensor.DeploymentType ?? draft[TextField.DeploymentType];
        if (sensor.StampsAtReceipt)
        {
            draft.Timestamp = null;
        }

        var correction = CorrectionOf(sensor, device, draft[TextField.ReadingType] ?? "");
        if (!correction.IsNone)
        {
            draft[TextField.CalibrationStatus] = Told(draft[TextField.CalibrationStatus], correction);
        }

        return new AdmittedDraft(draft, device?.PositionDecimals ?? sensor.PositionDecimals, correction);
    }

    private static readonly Dictionary<TextField, string> NoTexts = [];

    private static void AddPlace(SensorOptions sensor, DeviceOptions? device, ObservationDraft draft)
    {
        if (draft.Latitude is not null || draft.Longitude is not null)
        {
            // The sensor's altitude belongs to the sensor's place, not to the one that the reading names.
            return;
        }

        // A device's place comes with its own altitude or none: the source's altitude belongs to the source's place.
        var isOwnPlace = device?.Position is not null;
        var position = device?.Position ?? sensor.Position;
        draft.Latitude = position?.Latitude;
        draft.Longitude = position?.Longitude;
        draft.Altitude ??= device?.Altitude ?? (isOwnPlace ? null : sensor.Altitude);
    }

    private static ValueCorrection CorrectionOf(SensorOptions sensor, DeviceOptions? device, string readingType) =>
        device is not null && device.Corrections.TryGetValue(readingType, out var own) ? own
            : sensor.Corrections.TryGetValue(readingType, out var common) ? common : ValueCorrection.None;

    // "scale 1.02, offset -0.5" behind what is said of the calibration already: who reads the value years later can undo it.
    private static string Told(string? status, ValueCorrection correction)
    {
        var scale = correction.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"scale {correction.Scale}");
        var offset = correction.Offset == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"offset {correction.Offset:+0.############;-0.############}");
        var told = scale.Length > 0 && offset.Length > 0 ? $"{scale}, {offset}" : scale + offset;
        return string.IsNullOrEmpty(status) ? told : $"{status}; {told}";
    }
}
