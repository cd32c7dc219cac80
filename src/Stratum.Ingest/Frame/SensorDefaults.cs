using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What a [[sensors]] table says of a device. A reading's own fields always win.</summary>
internal static class SensorDefaults
{
    public static void Apply(SensorOptions sensor, ObservationDraft draft)
    {
        draft[TextField.DeviceId] ??= sensor.DeviceId;
        if (draft.Latitude is not null || draft.Longitude is not null)
        {
            // The sensor's altitude belongs to the sensor's place, not to the one that the reading names.
            return;
        }

        draft.Latitude = sensor.Position?.Latitude;
        draft.Longitude = sensor.Position?.Longitude;
        draft.Altitude ??= sensor.Altitude;
    }
}
