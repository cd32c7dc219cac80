using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// archive.sensor.community: a file a day (or month) and sensor, <c>sensor_id;sensor_type;location;lat;lon;timestamp;</c> and the values that the
/// sensor has, times in UTC. Each sensor has an id of its own, so that a device here is one sensor. What the project computes of values
/// (pressure_sealevel, altitude, ratios) is not signed.
/// </summary>
internal static class SensorCommunityPlan
{
    public const string Header = "sensor_id;sensor_type;location;lat;lon;timestamp";

    // The archive's own licence; who imports their own sensor may say another one.
    private const string License = "DbCL-1.0";

    private static readonly FrozenDictionary<string, HistoryColumn> Known = new HistoryColumn[]
    {
        // P0, P1 and P2 are PM1, PM10 and PM2.5.
        new("P0", "pm1_0", "ug/m3"),
        new("P1", "pm10", "ug/m3"),
        new("P2", "pm2_5", "ug/m3"),
        new("P4", "pm4_0", "ug/m3"),
        new("temperature", "temperature", "C"),
        new("humidity", "humidity", "%"),
        new("pressure", "pressure", "Pa"),
        new("noise_LAeq", "noise_level", "dB"),
        new("co2_ppm", "co2", "ppm"),
    }.ToFrozenDictionary(static column => column.Name, StringComparer.Ordinal);

    public static TablePlan Of(TableHeader header, HistoryMap map, string fileName)
    {
        var deployment = Path.GetFileName(fileName).Contains("_indoor", StringComparison.OrdinalIgnoreCase) ? Deployments.IndoorType : null;
        var (readings, unused) = ColumnMeanings.Of(header, map, name => Known.GetValueOrDefault(name));
        var structure = Header.Split(';');
        return new TablePlan
        {
            Format = HistoryFormat.SensorCommunity,
            Delimiter = header.Delimiter,
            Maker = new DraftMaker(map, "sensor.community archive", License) { DropsSentinels = true },
            Clock = new HistoryClock(map.TimeFormat, map.Zone ?? TimeZoneInfo.Utc),
            Time = [header.Required("timestamp")],
            Device = map.Device ?? "sensor-community-",
            DeviceColumn = map.Device is null ? header.Required("sensor_id") : -1,
            Width = header.Names.Count,
            Latitude = header.Required("lat"),
            Longitude = header.Required("lon"),
            Readings = [.. readings.Select(reading => (reading.Index, reading.Column with { DeploymentType = reading.Column.DeploymentType ?? deployment }))],
            Texts = [(header.Required("sensor_type"), TextField.SensorModel)],
            Unused = [.. unused.Where(name => !structure.Contains(name))],
        };
    }
}
