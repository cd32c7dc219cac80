using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>From a value of a file to a draft in the registry's unit, with what the map says of every reading.</summary>
/// <param name="map">The user's word.</param>
/// <param name="dataSource">data_source where the map says nothing: where the readings were kept before.</param>
/// <param name="license">data_license that the source's own terms give; null: the node's default.</param>
internal sealed class DraftMaker(HistoryMap map, string dataSource, string? license = null)
{
    /// <summary>Round values that arrive in the registry's unit, too: of files that hold means of many samples with all the digits of a double.</summary>
    public bool RoundsAlways { get; init; }

    /// <summary>Leave out the numbers that stand for "no value" (<see cref="Sentinels"/>); a map of the user's own columns says nothing of such.</summary>
    public bool DropsSentinels { get; init; }

    /// <summary>The entry of one value; null when it stands for "no value".</summary>
    public HistoryEntry? Make(long line, long timestamp, string device, HistoryColumn column, double value)
    {
        var unit = column.Unit;
        if (DropsSentinels && Sentinels.IsNoValue(column.ReadingType, value, unit, column.DeploymentType == Deployments.ProbeType))
        {
            return null;
        }

        var quantity = QuantityRegistry.Default.Find(column.ReadingType);
        if (quantity is null && unit.Length == 0)
        {
            return HistoryEntry.Refused(line, column.Name, $"is mapped to {column.ReadingType}, which the registry does not know: give its unit");
        }

        var draft = new ObservationDraft
        {
            Timestamp = timestamp,
            Value = value,
            Latitude = map.Position?.Latitude,
            Longitude = map.Position?.Longitude,
            Altitude = map.Altitude,
        };
        draft[TextField.DeviceId] = column.Suffix.Length == 0 ? device : device + column.Suffix;
        draft[TextField.ReadingType] = column.ReadingType;
        draft[TextField.Unit] = unit;
        draft[TextField.DeploymentType] = column.DeploymentType;
        return Finish(line, draft);
    }

    /// <summary>Converts the unit and adds what the map says of every reading and the draft does not.</summary>
    public HistoryEntry Finish(long line, ObservationDraft draft)
    {
        if (UnitRule.Apply(draft, QuantityRegistry.Default, ValueCorrection.None) is { } error)
        {
            return new HistoryEntry(line, null, default, error);
        }

        if (RoundsAlways && QuantityRegistry.Default.Find(draft[TextField.ReadingType]!) is { } quantity && Math.Abs(draft.Value!.Value) < 1e12)
        {
            draft.Value = UnitConversion.Round((decimal)draft.Value.Value, quantity.Decimals);
        }

        foreach (var (field, text) in map.Texts)
        {
            draft[field] ??= text;
        }

        draft[TextField.DataSource] ??= dataSource;
        draft[TextField.DataLicense] ??= license;
        return new HistoryEntry(line, draft, default, null);
    }
}
