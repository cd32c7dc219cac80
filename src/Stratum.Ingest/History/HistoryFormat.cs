namespace Stratum.Ingest;

/// <summary>Files of past readings that can be imported (docs/IMPORT.md).</summary>
public enum HistoryFormat
{
    /// <summary>A line each: drafts, or signed observations as /export writes them ("ndjson").</summary>
    Ndjson,

    /// <summary>Columns that a map names ("csv").</summary>
    Csv,

    /// <summary>WeeWX's database, weewx.sdb ("weewx").</summary>
    WeeWx,

    /// <summary>InfluxDB line protocol ("influx-lines").</summary>
    InfluxLines,

    /// <summary>InfluxDB query results: annotated CSV of version 2, <c>-format csv</c> of version 1 ("influx-csv").</summary>
    InfluxCsv,

    /// <summary>A day or a month of archive.sensor.community ("sensor-community").</summary>
    SensorCommunity,

    /// <summary>A download of openSenseMap ("opensensemap").</summary>
    OpenSenseMap,

    /// <summary>Cumulus' and Cumulus MX's monthly logs ("cumulus").</summary>
    Cumulus,

    /// <summary>What Ecowitt's gateways and consoles write to their card ("ecowitt").</summary>
    Ecowitt,
}
