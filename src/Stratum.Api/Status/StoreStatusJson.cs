using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The store's part of /status.</summary>
internal static class StoreStatusJson
{
    public static void Write(Utf8JsonWriter json, StoreStatus store, long nowMs)
    {
        json.WriteStartObject("store");
        json.WriteString("state", store.State);
        json.WriteString("stopped_reason", store.StoppedReason);
        json.WriteString("durability", store.Durability);
        json.WriteNumber("observations", store.Observations);
        json.WriteNumber("series", store.Series);
        json.WriteNumber("stations", store.Stations);
        json.WriteNumber("last_arrival", store.LastArrival);
        json.WriteString("cursor", store.Cursor);
        StatusJson.WriteNumberOrNull(json, "oldest", store.OldestTimestamp);
        StatusJson.WriteNumberOrNull(json, "newest", store.NewestTimestamp);
        StatusJson.WriteNumberOrNull(json, "newest_age_s", (nowMs / 1000) - store.NewestTimestamp);
        json.WriteNumber("retention_floor", store.RetentionFloor);
        json.WriteNumber("own_floor", store.OwnFloor);
        json.WriteNumber("own_bytes", store.OwnBytes);
        json.WriteNumber("quota_bytes", store.QuotaBytes);
        json.WriteString("quota_warning", store.QuotaWarning);
        json.WriteString("retention_waits", store.RetentionWaits);
        json.WriteNumber("wal_bytes", store.WalBytes);
        json.WriteNumber("table_bytes", store.TableBytes);
        json.WriteNumber("tables", store.Tables);
        json.WriteNumber("memtable_bytes", store.MemtableBytes);
        json.WriteNumber("recovery_ms", store.RecoveryMs);
        json.WriteNumber("recovered_observations", store.RecoveredObservations);
        json.WriteNumber("corruptions", store.Corruptions);
        json.WriteEndObject();
    }
}
