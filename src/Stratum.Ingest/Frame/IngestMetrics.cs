using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The instruments of all adapters of one node. Label values come from closed lists only: a stranger must not be able to make
/// new time series.
/// </summary>
public sealed class IngestMetrics
{
    private static readonly FrozenDictionary<string, string> ReasonByField = BuildReasons();

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _messages;
    private readonly BatteryGauges _batteries;

    /// <summary>Creates the instruments on the node's meter.</summary>
    public IngestMetrics(Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _accepted = meter.CreateCounter<long>("stratum_ingest_accepted_total", null, "Readings signed and stored durably, by adapter.");
        _duplicates = meter.CreateCounter<long>("stratum_ingest_duplicates_total", null, "Readings that the node held already, by adapter.");
        _rejected = meter.CreateCounter<long>("stratum_ingest_rejected_total", null, "Readings refused, by adapter and by the field that is wrong.");
        _refused = meter.CreateCounter<long>("stratum_ingest_requests_refused_total", null, "Requests refused as a whole, by reason.");
        _bytes = meter.CreateCounter<long>("stratum_ingest_body_bytes_total", null, "Bytes of request bodies read, after decompression.");
        _messages = meter.CreateCounter<long>("stratum_ingest_messages_total", null, "Messages of brokers, by what became of them.");
        _batteries = new BatteryGauges(meter);
    }

    internal void Accepted(string adapter, long count) => Add(_accepted, adapter, count);

    internal void Duplicates(string adapter, long count) => Add(_duplicates, adapter, count);

    internal void Rejected(string adapter, DraftError error) => _rejected.Add(
        1, new KeyValuePair<string, object?>("adapter", adapter), new KeyValuePair<string, object?>("reason", ReasonOf(error.Field)));

    /// <param name="outcome">"read", "passed_over" or "not_understood".</param>
    internal void Message(string outcome) => _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Batteries(string device, IReadOnlyList<BatteryReading> batteries) => _batteries.Set(device, batteries);

    internal void Bytes(long count) => _bytes.Add(count);

    /// <summary>The label for a rejection: the canonical field, or one word for everything that is none.</summary>
    internal static string ReasonOf(string field)
    {
        if (field.Length == 0)
        {
            return "syntax";
        }

        return field.StartsWith("readings", StringComparison.Ordinal) ? "readings" : ReasonByField.GetValueOrDefault(field, "unknown_field");
    }

    private static void Add(Counter<long> counter, string adapter, long count)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>("adapter", adapter));
        }
    }

    private static FrozenDictionary<string, string> BuildReasons()
    {
        var reasons = new Dictionary<string, string> { ["signing_payload_version"] = "future_version" };
        foreach (var number in (ReadOnlySpan<string>)["altitude", "latitude", "longitude", "timestamp", "value"])
        {
            reasons.Add(number, number);
        }

        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            reasons.Add(TextFields.NameOf(field), TextFields.NameOf(field));
        }

        return reasons.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
