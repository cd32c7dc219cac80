using System.Globalization;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Values of messages: numbers, numbers in strings, and what devices say when they have none.</summary>
internal static class MessageValue
{
    /// <summary>The number, or null: "nan", "unavailable", null, true and objects are no values.</summary>
    public static double? NumberOf(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => value,
        { ValueKind: JsonValueKind.String } text => NumberOf(TextOf(text)),
        _ => null,
    };

    /// <summary>The number that a text says, or null.</summary>
    public static double? NumberOf(string text) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The text of a string, or of a number or literal as it stands; "" for the rest and for strings that are no text.</summary>
    public static string TextOf(JsonElement? element)
    {
        try
        {
            return element switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
                { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate escape: valid JSON, but no text.
            return "";
        }
    }

    /// <summary>A member, or null.</summary>
    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The names of an object's members that are text.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } parent)
        {
            yield break;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                yield return (name, member.Value);
            }
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
