using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// Reads JSON that small devices get wrong and writes it down right, member by member: a bare <c>nan</c> becomes null, 21,5 in an object 21.5, a tail that
/// was cut off is closed where the last whole member ends. What cannot be read is left out; a value never moves to another name. A string, or a number at
/// the end of a text that was cut off, may be a part of one and is left out.
/// </summary>
internal sealed class TolerantJson
{
    private readonly string _text;
    private readonly int _depthMax;
    private readonly Utf8JsonWriter _json;
    private int _at;
    private string? _damage;
    private bool _isTooDeep;

    private TolerantJson(string text, int depthMax, Utf8JsonWriter json) => (_text, _depthMax, _json) = (text, depthMax, json);

    /// <summary>The document, or null when the text is no JSON at all or nests too deep. The damage is the first that was met, for people.</summary>
    public static JsonDocument? Parse(string text, int depthMax, out string damage)
    {
        var written = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(written);
        var reader = new TolerantJson(text, depthMax, json);
        var isRead = reader.ReadRoot();
        damage = reader._damage ?? "is no JSON";
        if (!isRead || reader._isTooDeep)
        {
            return null;
        }

        json.Flush();
        return JsonDocument.Parse(written.WrittenMemory, new JsonDocumentOptions { MaxDepth = depthMax });
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => _text[_at];

    private bool ReadRoot()
    {
        SkipBlanks();
        if (IsAtEnd || Current is not ('{' or '['))
        {
            return false;
        }

        ReadContainer(1);
        SkipBlanks();
        if (!IsAtEnd)
        {
            Damaged("has text after its end");
        }

        return true;
    }

    private void ReadContainer(int depth)
    {
        if (depth > _depthMax)
        {
            // Nothing of it is believed: what follows may be inside of it or not.
            (_isTooDeep, _at) = (true, _text.Length);
            Damaged($"nests deeper than {_depthMax}");
            return;
        }

        if (_text[_at++] == '{')
        {
            _json.WriteStartObject();
            while (TryReadMember(depth))
            {
            }

            _json.WriteEndObject();
            return;
        }

        _json.WriteStartArray();
        while (TryReadItem(depth))
        {
        }

        _json.WriteEndArray();
    }

    private bool TryReadMember(int depth)
    {
        if (!TryFindNext('}'))
        {
            return false;
        }

        if (Current is '{' or '[' or ':' or ']')
        {
            Damaged($"has \"{Current}\" where a name is expected");
            return TrySkip();
        }

        var isQuoted = Current is '"' or '\'';
        if ((isQuoted ? ReadString() : ReadBare(isName: true)) is not { } name)
        {
            return false;
        }

        SkipBlanks();
        if (IsAtEnd || Current != ':')
        {
            Damaged($"has no \":\" after \"{Excerpt.Of(name)}\"");
            return true;
        }

        _at++;
        SkipBlanks();
        if (IsAtEnd)
        {
            Damaged("is cut off");
            return false;
        }

        if (Current is '{' or '[')
        {
            _json.WritePropertyName(name);
            ReadContainer(depth + 1);
            return true;
        }

        if (!TryReadScalar(isInObject: true, out var raw))
        {
            return false;
        }

        _json.WritePropertyName(name);
        _json.WriteRawValue(raw);
        return true;
    }

    private bool TryReadItem(int depth)
    {
        if (!TryFindNext(']'))
        {
            return false;
        }

        if (Current is '{' or '[')
        {
            ReadContainer(depth + 1);
            return true;
        }

        if (Current is '}' or ':')
        {
            Damaged($"has \"{Current}\" in an array");
            return TrySkip();
        }

        var isWhole = TryReadScalar(isInObject: false, out var raw);
        if (isWhole)
        {
            _json.WriteRawValue(raw);
        }

        return isWhole;
    }

    // To the next member or item; false at the end of the container, which is taken, or of the text.
    private bool TryFindNext(char close)
    {
        while (true)
        {
            SkipBlanks();
            if (IsAtEnd)
            {
                Damaged("is cut off");
                return false;
            }

            if (Current != ',' && Current != close)
            {
                return true;
            }

            if (_text[_at++] == close)
            {
                return false;
            }
        }
    }

    // The value as JSON text; false when the text ends within it.
    private bool TryReadScalar(bool isInObject, out string raw)
    {
        raw = "null";
        if (Current is '"' or '\'')
        {
            var text = ReadString();
            raw = text is null ? raw : $"\"{JsonEncodedText.Encode(text)}\"";
            return text is not null;
        }

        if (ReadBare(isName: false) is not { } bare)
        {
            return false;
        }

        if (isInObject && bare.Length > 0 && char.IsAsciiDigit(bare[^1]) && !TryReadFraction(ref bare))
        {
            return false;
        }

        raw = bare is "true" or "false" or "null" ? bare : NumberOf(bare);
        if (raw == "null" && bare != "null")
        {
            Damaged(bare.Length == 0 ? "has a name without a value" : $"has the value {Excerpt.Of(bare)}");
        }

        return true;
    }

    // In an object a digit cannot begin a name: what follows the comma is a fraction. False when the text ends within it.
    private bool TryReadFraction(ref string bare)
    {
        if (Current != ',')
        {
            return true;
        }

        var end = _at + 1;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        if (end == _at + 1)
        {
            return true;
        }

        bare += _text[_at..end];
        _at = end;
        SkipBlanks();
        if (IsAtEnd)
        {
            Damaged("is cut off");
        }

        return !IsAtEnd;
    }

    private static string NumberOf(string bare)
    {
        if (MessageValue.LenientNumberOf(bare) is not { } value)
        {
            return "null";
        }

        // As it stands where it can: 21.50 has two decimals, and a counter more digits than a double.
        return bare[0] is '-' or (>= '0' and <= '9') && IsJsonNumber(bare) ? bare : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static bool IsJsonNumber(string bare)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(bare));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Null when the text ends within it: it may be the beginning of another one.
    private string? ReadBare(bool isName)
    {
        var start = _at;
        while (!IsAtEnd && Current is not (',' or '}' or ']' or '{' or '[' or '"' or '\'') && !(isName && Current == ':'))
        {
            _at++;
        }

        if (IsAtEnd)
        {
            Damaged("is cut off");
            return null;
        }

        return _text[start.._at].Trim();
    }

    private string? ReadString()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (!IsAtEnd)
        {
            var character = _text[_at++];
            if (character == quote)
            {
                // Half a surrogate pair is no text; as U+FFFD it can be written.
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
            }

            if (character == '\\' && !IsAtEnd)
            {
                character = ReadEscape();
            }

            text.Append(character);
        }

        Damaged("is cut off");
        return null;
    }

    private char ReadEscape()
    {
        var escaped = _text[_at++];
        if (escaped == 'u' && _at + 4 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return (char)code;
        }

        return escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escaped };
    }

    // A container that stands where none can. Nothing is read behind an end that is not the container's: whose members follow nobody knows.
    private bool TrySkip()
    {
        var depth = 0;
        if (Current is '}' or ']')
        {
            _at = _text.Length;
            return false;
        }

        do
        {
            if (Current is '"' or '\'')
            {
                ReadString();
                continue;
            }

            depth += Current is '{' or '[' ? 1 : Current is '}' or ']' ? -1 : 0;
            _at++;
        }
        while (depth > 0 && !IsAtEnd);
        return true;
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && (char.IsWhiteSpace(Current) || Current == '\0'))
        {
            _at++;
        }
    }

    private void Damaged(string what) => _damage ??= string.Create(CultureInfo.InvariantCulture, $"{what}, near character {_at + 1}");
}
