using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// WeSense's decoded readings: canonical field names on wesense/decoded/source/country/subdivision/device. Each is signed here as a new
/// observation; data_source says whose it was. Members that are not canonical (a signature, a receive time) are passed over.
/// </summary>
internal sealed class WeSenseReader(MqttReaderOptions options) : IMqttReader
{
    private readonly TopicTemplate _template = options.Template ?? TopicTemplate.Parse("wesense/decoded/{source}/{country}/{subdivision}/{device}");

    public IReadOnlyList<string> Filters => [_template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_template.TryMatch(message.Topic, captures))
        {
            return;
        }

        if (message.Root is not { ValueKind: JsonValueKind.Object } root)
        {
            readings.MissJson(message);
            return;
        }

        var draft = new ObservationDraft
        {
            Value = MessageValue.LenientNumberOf(MessageValue.Member(root, "value")),
            Timestamp = MessageTime.Read(MessageValue.Member(root, "timestamp"), options.Zone),
            Latitude = MessageValue.LenientNumberOf(MessageValue.Member(root, "latitude")),
            Longitude = MessageValue.LenientNumberOf(MessageValue.Member(root, "longitude")),
            Altitude = MessageValue.LenientNumberOf(MessageValue.Member(root, "altitude")),
            // A later version may mean something else by the same names; the builder refuses it.
            PayloadVersion = (long?)MessageValue.LenientNumberOf(MessageValue.Member(root, "signing_payload_version")),
        };
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            draft[field] = MessageValue.TextOf(MessageValue.Member(root, TextFields.NameOf(field))) is { Length: > 0 } text ? text : null;
        }

        draft[TextField.DeviceId] ??= captures.GetValueOrDefault("device");
        draft[TextField.DataSource] ??= captures.GetValueOrDefault("source");
        draft[TextField.GeoCountry] ??= captures.GetValueOrDefault("country");
        draft[TextField.GeoSubdivision] ??= captures.GetValueOrDefault("subdivision");
        if (draft.Value is not null)
        {
            readings.Add(draft);
        }
    }
}
