using System.Text.Json;

namespace Stratum.Api;

/// <summary>Values that may not be known: written as null, never left out.</summary>
internal static class StatusJson
{
    public static void WriteNumberOrNull(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteNumberOrNull(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>An instant in milliseconds as Unix seconds under <paramref name="name"/> and its age under <paramref name="ageName"/>.</summary>
    public static void WriteInstantAndAge(Utf8JsonWriter json, string name, string ageName, long? instantMs, long nowMs)
    {
        WriteNumberOrNull(json, name, instantMs / 1000);
        WriteNumberOrNull(json, ageName, (nowMs - instantMs) / 1000);
    }
}
