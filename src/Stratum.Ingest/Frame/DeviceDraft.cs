using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A reading as an adapter makes it, with the device that it is of.</summary>
/// <param name="Draft">Fields in the device's own units; device_id is the device's name with the sensor's suffix.</param>
/// <param name="Device">The device's name without a suffix: what tables of devices are matched with first.</param>
/// <param name="IsOfAnotherTime">The value is of another time than its message (a strike of lightning); stamping it at receipt would be wrong.</param>
internal readonly record struct DeviceDraft(ObservationDraft Draft, string Device, bool IsOfAnotherTime = false)
{
    /// <summary>The suffix of the sensor; "" when the draft's device_id does not begin with the device's name.</summary>
    public string Suffix => Draft[TextField.DeviceId] is { } full && Device.Length > 0 && full.StartsWith(Device, StringComparison.Ordinal)
        ? full[Device.Length..]
        : "";
}
