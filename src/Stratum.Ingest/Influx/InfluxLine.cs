using System.Globalization;
using System.Text;

namespace Stratum.Ingest;

/// <summary>
/// One line of the InfluxDB line protocol: <c>measurement,tag=value field=1.5,other=2i timestamp</c>, with backslashes before commas,
/// equals signs and spaces, and quoted strings (InfluxDB documentation, "Line protocol reference").
/// </summary>
internal ref struct InfluxLine
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    public InfluxLine(ReadOnlySpan<char> text)
    {
        _text = text;
        _at = 0;
    }

    /// <summary>Reads the measurement, its tags and its numeric fields. Returns what is wrong, or null.</summary>
    public string? Read(InfluxPoint point)
    {
        point.Measurement = Word(",", " ");
        if (point.Measurement.Length == 0)
        {
            return "has no measurement";
        }

        while (TakeIf(','))
        {
            var name = Word("=", ", ");
            if (name.Length == 0 || !TakeIf('='))
            {
                return "has a tag that is not name=value";
            }

            point.Tags.TryAdd(name, Word(",", " "));
        }

        if (!TakeIf(' '))
        {
            return "has no fields";
        }

        SkipSpaces();
        do
        {
            if (ReadField(point) is { } wrong)
            {
                return wrong;
            }
        }
        while (TakeIf(','));

        SkipSpaces();
        return ReadTimestamp(point);
    }

    private string? ReadField(InfluxPoint point)
    {
        var name = Word("=", ", ");
        if (name.Length == 0 || !TakeIf('='))
        {
            return "has a field that is not name=value";
        }

        if (_at < _text.Length && _text[_at] == '"')
        {
            return SkipQuoted() ? null : "has a string without an end";
        }

        var value = Word(",", " ");
        var digits = value.EndsWith('i') || value.EndsWith('u') ? value[..^1] : value;
        if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            point.Fields.Add((name, number));
            return null;
        }

        return value is "t" or "T" or "true" or "True" or "TRUE" or "f" or "F" or "false" or "False" or "FALSE"
            ? null
            : $"has the value \"{Excerpt.Of(value)}\" for {Excerpt.Of(name)}, which is neither a finite number, a boolean nor a string";
    }

    private string? ReadTimestamp(InfluxPoint point)
    {
        var rest = _text[_at..].Trim(' ');
        if (rest.IsEmpty)
        {
            return null;
        }

        if (!long.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var timestamp))
        {
            return $"has the timestamp \"{Excerpt.Of(rest.ToString())}\"; a whole number is accepted";
        }

        point.Timestamp = timestamp;
        return null;
    }

    // Up to one of the characters that end it, not counting those behind a backslash.
    private string Word(string end, string alsoEnd)
    {
        var word = new StringBuilder();
        while (_at < _text.Length)
        {
            var character = _text[_at];
            if (character == '\\' && _at + 1 < _text.Length && _text[_at + 1] is ',' or '=' or ' ' or '\\')
            {
                word.Append(_text[_at + 1]);
                _at += 2;
                continue;
            }

            if (end.Contains(character, StringComparison.Ordinal) || alsoEnd.Contains(character, StringComparison.Ordinal))
            {
                break;
            }

            word.Append(character);
            _at++;
        }

        return word.ToString();
    }

    private bool SkipQuoted()
    {
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '\\')
            {
                _at++;
            }
            else if (_text[_at] == '"')
            {
                _at++;
                return true;
            }
        }

        _at = _text.Length;
        return false;
    }

    private bool TakeIf(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }
}
