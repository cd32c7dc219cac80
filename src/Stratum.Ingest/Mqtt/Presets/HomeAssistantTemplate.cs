using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The templates that only say where a value is: <c>{{ value_json.a['b'] }}</c>, <c>{{ value }}</c>, with filters that do not change a
/// number. A template that computes is not guessed at: its entity is left alone.
/// </summary>
internal static class HomeAssistantTemplate
{
    private const string Json = "value_json";

    /// <summary>False for a template that does more. The path is null for the whole message.</summary>
    public static bool TryParse(string template, out JsonPath? path)
    {
        path = null;
        var text = template.Trim();
        if (text.Length == 0)
        {
            return true;
        }

        if (text.Length < 4 || !text.StartsWith("{{", StringComparison.Ordinal) || !text.EndsWith("}}", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[2..^2].Trim('-').Split('|', StringSplitOptions.TrimEntries);
        if (!Array.TrueForAll(parts[1..], IsHarmless))
        {
            return false;
        }

        if (parts[0] == "value")
        {
            return true;
        }

        if (!parts[0].StartsWith(Json, StringComparison.Ordinal) || !IsPath(parts[0]))
        {
            return false;
        }

        try
        {
            path = JsonPath.Parse("$" + parts[0][Json.Length..]);
            return true;
        }
        catch (StratumException)
        {
            return false;
        }
    }

    // round(1) is for the eye: the device's own value is the better one, and is what is signed.
    private static bool IsHarmless(string filter) =>
        filter is "is_defined" or "float" or "float(0)" or "float(none)" or "round" || (filter.StartsWith("round(", StringComparison.Ordinal)
            && filter.EndsWith(')') && filter.AsSpan(6, filter.Length - 7) is { Length: 1 } digits && char.IsAsciiDigit(digits[0]) && digits[0] != '0');

    // Outside of quotes a path has neither spaces nor operators: "a * 0.1" computes.
    private static bool IsPath(string text)
    {
        var quote = '\0';
        foreach (var character in text)
        {
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
            }
            else if (character is '\'' or '"')
            {
                quote = character;
            }
            else if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '.' or '[' or ']'))
            {
                return false;
            }
        }

        return true;
    }
}
