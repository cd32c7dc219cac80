using System.Collections.Frozen;

namespace Stratum.Core;

/// <summary>A canonical field by its JSON name.</summary>
/// <param name="Index">0..23, for sets of seen fields.</param>
/// <param name="Text">Which text field it is, or null for a number.</param>
internal readonly record struct ObservationField(int Index, TextField? Text)
{
    /// <summary>How many canonical fields there are.</summary>
    public const int Count = TextFields.Count + 6;

    private static readonly FrozenDictionary<string, ObservationField> ByName = Build();

    /// <summary>The field, or null for a name that is not canonical.</summary>
    public static ObservationField? Find(string name) => ByName.TryGetValue(name, out var field) ? field : null;

    /// <summary>The names of all canonical fields.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    private static FrozenDictionary<string, ObservationField> Build()
    {
        var fields = new Dictionary<string, ObservationField>();
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            fields.Add(TextFields.NameOf(field), new ObservationField((int)field, field));
        }

        foreach (var number in (ReadOnlySpan<string>)["altitude", "latitude", "longitude", "signing_payload_version", "timestamp", "value"])
        {
            fields.Add(number, new ObservationField(fields.Count, null));
        }

        return fields.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
