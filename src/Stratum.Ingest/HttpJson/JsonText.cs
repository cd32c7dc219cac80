using System.Text;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Small steps over JSON text that no strict reader has seen yet.</summary>
internal static class JsonText
{
    public static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> json) => json.Trim(WhiteSpace);

    /// <summary>Without the white space and the byte order mark that editors leave.</summary>
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> body) =>
        Trim(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body);

    /// <summary>Splits <c>"name" : value</c>. False when it is no member of an object.</summary>
    public static bool TrySplitMember(ReadOnlySpan<byte> member, out string name, out ReadOnlySpan<byte> value)
    {
        name = "";
        value = default;
        if (member.IsEmpty || member[0] != (byte)'"')
        {
            return false;
        }

        var nameEnd = JsonSlicer.SkipString(member, 0);
        if (nameEnd < 0)
        {
            return false;
        }

        var rest = Trim(member[nameEnd..]);
        if (rest.IsEmpty || rest[0] != (byte)':' || !TryReadText(member[..nameEnd], out name))
        {
            return false;
        }

        value = Trim(rest[1..]);
        return !value.IsEmpty;
    }

    /// <summary>Reads one JSON string; false when it is not one or holds what is not Unicode.</summary>
    public static bool TryReadText(ReadOnlySpan<byte> json, out string text)
    {
        text = "";
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return false;
            }

            text = reader.GetString() ?? "";
            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads one JSON number; false when it is something else, or not finite.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> json, out double number)
    {
        number = 0;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out number) && double.IsFinite(number) && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The beginning of a value for an error's reason.</summary>
    public static string Shown(ReadOnlySpan<byte> json) => Excerpt.Of(Encoding.UTF8.GetString(json[..Math.Min(json.Length, 80)]));
}
