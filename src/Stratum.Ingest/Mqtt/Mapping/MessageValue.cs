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

    /// <summary><see cref="NumberOf(string)"/>, where a comma is a decimal point when it cannot separate thousands: "21,5", but not "1,013".</summary>
    public static double? LenientNumberOf(string text)
    {
        var number = text.Trim();
        return NumberOf(IsDecimalComma(number, number.IndexOf(',', StringComparison.Ordinal)) ? number.Replace(',', '.') : number);
    }

    /// <inheritdoc cref="LenientNumberOf(string)"/>
    public static double? LenientNumberOf(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text ? LenientNumberOf(TextOf(text)) : NumberOf(element);

    /// <summary>Whether a text is what devices say when they have no value.</summary>
    public static bool IsNone(string text) =>
        text.Trim().ToLowerInvariant() is "" or "nan" or "-nan" or "inf" or "-inf" or "infinity" or "null" or "none" or "n/a" or "unavailable" or "unknown"
            or "offline" or "online" or "--";

    private static bool IsDecimalComma(ReadOnlySpan<char> number, int comma)
    {
        if (comma <= 0 || number[(comma + 1)..].IndexOf(',') >= 0)
        {
            return false;
        }

        var whole = number[..comma].TrimStart("+-");
        var fraction = number[(comma + 1)..];
        var isDigits = whole.Length > 0 && whole.IndexOfAnyExceptInRange('0', '9') < 0 && fraction.Length > 0 && fraction.IndexOfAnyExceptInRange('0', '9') < 0;
        return isDigits && (fraction.Length != 3 || whole.Length > 3 || whole is "0");
    }

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
