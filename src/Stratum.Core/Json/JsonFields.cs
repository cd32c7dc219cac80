using System.Text.Json;

namespace Stratum.Core;

/// <summary>Typed reading of one JSON value, with errors that name the field.</summary>
internal static class JsonFields
{
    public static DraftError? ReadText(string name, ref Utf8JsonReader value, out string? text)
    {
        text = null;
        if (value.TokenType != JsonTokenType.String)
        {
            return new DraftError(name, $"is {Describe(value.TokenType)}; a string is accepted");
        }

        text = value.GetString();
        return null;
    }

    public static DraftError? ReadInteger(string name, ref Utf8JsonReader value, out long integer)
    {
        integer = 0;
        if (value.TokenType != JsonTokenType.Number)
        {
            return new DraftError(name, $"is {Describe(value.TokenType)}; a whole number is accepted");
        }

        // 1.0, 1e9 and -0 are doubles in JSON's eyes and are refused here: the canonical form writes plain digits.
        if (value.ValueSpan.ContainsAny("."u8[0], (byte)'e', (byte)'E') || value.ValueSpan.SequenceEqual("-0"u8))
        {
            return new DraftError(name, "is not written as a whole number");
        }

        return value.TryGetInt64(out integer) ? null : new DraftError(name, "is out of range");
    }

    public static DraftError? ReadDouble(string name, ref Utf8JsonReader value, out double number)
    {
        number = 0;
        if (value.TokenType != JsonTokenType.Number)
        {
            return new DraftError(name, $"is {Describe(value.TokenType)}; a number is accepted");
        }

        return value.TryGetDouble(out number) && double.IsFinite(number) ? null : new DraftError(name, "is not a finite number");
    }

    public static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => "null",
    };
}
