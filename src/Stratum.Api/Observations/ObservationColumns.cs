using System.Collections.Frozen;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The names that <c>fields=</c> accepts: every canonical field, the envelope and what the station adds.</summary>
internal static class ObservationColumns
{
    private static readonly (string Name, ObservationColumn Column)[] OtherColumns =
    [
        ("altitude", ObservationColumn.Altitude), ("latitude", ObservationColumn.Latitude), ("longitude", ObservationColumn.Longitude),
        ("signing_payload_version", ObservationColumn.SigningPayloadVersion), ("timestamp", ObservationColumn.Timestamp),
        ("value", ObservationColumn.Value), ("reading_id", ObservationColumn.ReadingId), ("content_id", ObservationColumn.ContentId),
        ("signature", ObservationColumn.Signature), ("public_key", ObservationColumn.PublicKey), ("node_id", ObservationColumn.NodeId),
        ("key_version", ObservationColumn.KeyVersion), ("witnesses", ObservationColumn.Witnesses), ("received_at", ObservationColumn.ReceivedAt),
        ("received_via", ObservationColumn.ReceivedVia), ("time_source", ObservationColumn.TimeSource),
        ("confidence", ObservationColumn.Confidence), ("flag", ObservationColumn.Flag), ("reasons", ObservationColumn.Reasons),
    ];

    private static readonly FrozenDictionary<string, NamedColumn> ByName = Build();

    /// <summary>All columns, canonical fields first in their order, as a CSV export without <c>fields=</c> has them.</summary>
    public static IReadOnlyList<NamedColumn> All { get; } =
        [.. ByName.Values.OrderBy(column => column.Column >= ObservationColumn.ReadingId).ThenBy(
            column => column.Column >= ObservationColumn.ReadingId ? column.Column.ToString("d").PadLeft(4) : column.Name.Value, StringComparer.Ordinal)];

    /// <summary>Reads <c>fields=a,b,c</c>; null when absent or wrong.</summary>
    public static IReadOnlyList<NamedColumn>? Read(QueryReader query)
    {
        const string Accepted = "a comma-separated list of field names as an observation has them, each once";
        // All names together with commas take about 550 characters.
        if (query.Text("fields", 1000, Accepted) is not { } text)
        {
            return null;
        }

        var columns = new List<NamedColumn>();
        foreach (var name in text.Split(','))
        {
            if (!ByName.TryGetValue(name, out var column))
            {
                query.Fail("fields", name, "is not a field", string.Join(", ", All.Select(known => known.Name.Value)));
            }
            else if (columns.Contains(column))
            {
                query.Fail("fields", name, "is named twice", Accepted);
            }
            else
            {
                columns.Add(column);
            }
        }

        return columns;
    }

    private static FrozenDictionary<string, NamedColumn> Build()
    {
        var columns = new Dictionary<string, NamedColumn>(StringComparer.Ordinal);
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            columns.Add(TextFields.NameOf(field), new NamedColumn(JsonEncodedText.Encode(TextFields.NameOf(field)), ObservationColumn.Text, field));
        }

        foreach (var (name, column) in OtherColumns)
        {
            columns.Add(name, new NamedColumn(JsonEncodedText.Encode(name), column, default));
        }

        return columns.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
