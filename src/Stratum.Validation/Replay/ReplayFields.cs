using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The fields of a line on their way to an observation.</summary>
internal struct ReplayFields
{
    public string? DeviceId;
    public string? ReadingType;
    public string? Unit;
    public string? SensorModel;
    public string? DeploymentType;
    public long? Timestamp;
    public double? Value;
    public double? Latitude;
    public double? Longitude;
    public double? Altitude;
    public DraftError? Error;

    /// <summary>The observation of the fields; <paramref name="series"/> shares what repeats.</summary>
    public readonly ReplayLine ToLine(ReplayedSeries series)
    {
        if (Error is not null)
        {
            return new ReplayLine(null, double.NaN, Error);
        }

        var quantity = ReadingType is null ? null : QuantityRegistry.Default.Find(ReadingType);
        var unit = string.IsNullOrEmpty(Unit) ? quantity?.Unit ?? "" : Unit;
        var value = Value ?? double.NaN;
        var scored = Value ?? 0;
        if (quantity is not null && UnitConversion.TryConvert(scored, unit, quantity, out var converted))
        {
            (scored, unit) = (converted, quantity.Unit);
        }

        var draft = new ObservationDraft { Timestamp = Timestamp, Value = scored, Latitude = Latitude, Longitude = Longitude, Altitude = Altitude };
        draft[TextField.DeviceId] = DeviceId;
        draft[TextField.ReadingType] = ReadingType;
        draft[TextField.Unit] = unit;
        draft[TextField.SensorModel] = SensorModel;
        draft[TextField.DeploymentType] = DeploymentType;
        return series.TryBuild(draft, out var observation, out var error)
            ? new ReplayLine(observation, value, null)
            : new ReplayLine(null, double.NaN, error);
    }
}
