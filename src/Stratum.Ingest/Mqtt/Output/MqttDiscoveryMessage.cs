using System.Buffers;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Home Assistant's discovery message for one series, so that the station shows up there by itself.</summary>
internal static class MqttDiscoveryMessage
{
    public static ReadOnlyMemory<byte> Write(StoredObservation stored, string uniqueId, string stateTopic, string statusTopic)
    {
        var (series, signer) = (stored.Series, stored.Series.Signer);
        var quantity = QuantityRegistry.Default.Find(series.ReadingType);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("name", quantity?.DisplayName ?? series.ReadingType);
        json.WriteString("unique_id", uniqueId);
        json.WriteString("state_topic", stateTopic);
        json.WriteString("value_template", "{{ value_json.value }}");
        json.WriteString("json_attributes_topic", stateTopic);
        json.WriteString("availability_topic", statusTopic);
        if (HomeAssistantClasses.UnitFor(series.Unit) is { Length: > 0 } unit)
        {
            json.WriteString("unit_of_measurement", unit);
        }

        if (HomeAssistantClasses.ClassOf(series.ReadingType) is { } deviceClass)
        {
            json.WriteString("device_class", deviceClass);
        }

        // Means of directions are nonsense: Home Assistant must not make long-term statistics of them.
        if (quantity is not { Circular: true })
        {
            json.WriteString("state_class", series.ReadingType == "rain_total" ? "total_increasing" : "measurement");
        }

        json.WriteStartObject("device");
        json.WriteStartArray("identifiers");
        json.WriteStringValue($"stratum_{signer}_{series.DeviceId}");
        json.WriteEndArray();
        json.WriteString("name", series.DeviceId);
        json.WriteString("manufacturer", HomeAssistantConfig.OwnOrigin);
        json.WriteEndObject();
        json.WriteStartObject("origin");
        json.WriteString("name", HomeAssistantConfig.OwnOrigin);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
