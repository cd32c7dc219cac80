using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// A download of openSenseMap: <c>createdAt</c> (UTC), <c>value</c>, and the columns that were asked for (sensorId, boxId, phenomenon, unit,
/// exposure, lat, lon or lng, height, sensorType). The opaque id of a sensor is the device, since a box may have two thermometers. Without
/// the columns phenomenon and unit the map says what <c>value</c> is.
/// </summary>
internal static class OpenSenseMapPlan
{
    // Data of openSenseMap is in the public domain (Public Domain Dedication and License, https://opensensemap.org).
    private const string License = "PDDL-1.0";

    private static readonly FrozenDictionary<string, string> Phenomena = new Dictionary<string, string>
    {
        ["temperatur"] = "temperature",
        ["temperature"] = "temperature",
        ["lufttemperatur"] = "temperature",
        ["air temperature"] = "temperature",
        ["luftfeuchte"] = "humidity",
        ["luftfeuchtigkeit"] = "humidity",
        ["rel. luftfeuchte"] = "humidity",
        ["relative luftfeuchte"] = "humidity",
        ["humidity"] = "humidity",
        ["relative humidity"] = "humidity",
        ["rel. humidity"] = "humidity",
        ["luftdruck"] = "pressure",
        ["air pressure"] = "pressure",
        ["pressure"] = "pressure",
        ["pm1"] = "pm1_0",
        ["pm2.5"] = "pm2_5",
        ["pm4"] = "pm4_0",
        ["pm10"] = "pm10",
        ["beleuchtungsst\u00e4rke"] = "light_level",
        ["illuminance"] = "light_level",
        ["lautst\u00e4rke"] = "noise_level",
        ["noise"] = "noise_level",
        ["co2"] = "co2",
        ["windgeschwindigkeit"] = "wind_speed",
        ["wind speed"] = "wind_speed",
        ["windrichtung"] = "wind_direction",
        ["wind direction"] = "wind_direction",
        ["bodenfeuchte"] = "soil_moisture",
        ["soil moisture"] = "soil_moisture",
        ["bodentemperatur"] = "soil_temperature",
        ["soil temperature"] = "soil_temperature",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static TablePlan Of(TableHeader header, HistoryMap map)
    {
        var type = header.IndexOf("phenomenon");
        var unit = header.IndexOf("unit");
        if ((type < 0 || unit < 0) && map.Columns.Count == 0)
        {
            throw new StratumException(
                "this download does not say what it measured, and in which unit: add --column value=temperature:C, "
                + "or download it with the columns phenomenon and unit");
        }

        var sensor = header.IndexOf("sensorId");
        var device = sensor >= 0 ? sensor : header.IndexOf("boxId");
        var longitude = header.IndexOf("lon");
        var sensorType = header.IndexOf("sensorType");
        var exposure = header.IndexOf("exposure");
        return new TablePlan
        {
            Format = HistoryFormat.OpenSenseMap,
            Delimiter = header.Delimiter,
            Maker = new DraftMaker(map, "openSenseMap", License) { DropsSentinels = true },
            Clock = new HistoryClock(map.TimeFormat, map.Zone ?? TimeZoneInfo.Utc),
            Time = [header.Required("createdAt")],
            Device = map.Device ?? (device < 0 ? "opensensemap" : "opensensemap-"),
            DeviceColumn = map.Device is null ? device : -1,
            Width = header.Names.Count,
            Latitude = header.IndexOf("lat"),
            Longitude = longitude >= 0 ? longitude : header.IndexOf("lng"),
            Altitude = header.IndexOf("height"),
            Type = type,
            Value = header.Required("value"),
            Unit = unit,
            ColumnOf = name => map.ColumnOf(name) ?? map.ColumnOf("value")
                ?? (Phenomena.TryGetValue(name, out var readingType) ? new HistoryColumn(name, readingType) : null),
            Texts = [.. Texts(sensorType, exposure)],
        };
    }

    private static IEnumerable<(int, TextField)> Texts(int sensorType, int exposure)
    {
        if (sensorType >= 0)
        {
            yield return (sensorType, TextField.SensorModel);
        }

        // "indoor", "outdoor", "mobile": deployment_type in openSenseMap's spelling means the same.
        if (exposure >= 0)
        {
            yield return (exposure, TextField.DeploymentType);
        }
    }
}
