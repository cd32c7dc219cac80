namespace Stratum.Node.Configuration.Toml;

/// <content>Values, arrays and inline tables.</content>
internal sealed partial class TomlReader
{
    private TomlNode ReadValue(int depth)
    {
        switch (_text.Current)
        {
            case '"' or '\'':
                var position = _text.PositionOf(_text.Offset);
                return new TomlScalar(TomlKind.String, position, ReadString());
            case '[':
                return ReadArray(depth);
            case '{':
                return ReadInlineTable(depth);
            default:
                return ReadBareValue();
        }
    }

    private TomlArray ReadArray(int depth)
    {
        var start = _text.Offset++;
        var array = new TomlArray(_text.PositionOf(start), Deeper(depth, start), isOfHeaders: false);
        while (true)
        {
            SkipBlankLines();
            if (_text.Take("]"))
            {
                return array;
            }

            array.Add(ReadValue(array.Depth));
            SkipBlankLines();
            if (!_text.Take(",") && _text.Current != ']')
            {
                throw _text.Unexpected($"',' or ']' in the array that starts at line {array.Position.Line}");
            }
        }
    }

    private void SkipBlankLines()
    {
        do
        {
            SkipBlank();
            SkipComment();
        }
        while (TakeNewline());
    }

    /// <summary>TOML 1.0 keeps an inline table on one line and allows no comma after its last entry.</summary>
    private TomlTable ReadInlineTable(int depth)
    {
        var start = _text.Offset++;
        var table = new TomlTable(_text.PositionOf(start), Deeper(depth, start), TomlTableForm.Inline);
        SkipBlank();
        if (_text.Take("}"))
        {
            return table;
        }

        do
        {
            SkipBlank();
            ReadKeyValue(table);
            SkipBlank();
        }
        while (_text.Take(","));
        return _text.Take("}") ? table : throw _text.Unexpected("',' or '}' in the inline table, which stays on one line");
    }

    private TomlScalar ReadBareValue()
    {
        var start = _text.Offset;
        var end = start;
        while (IsBareValue(_text.Current))
        {
            end = ++_text.Offset;
        }

        // A date and its time may be apart by one space; a space before anything but a digit ends the value.
        if (end - start == TomlDates.DateLength && _text.Current == ' ' && char.IsAsciiDigit(_text.Peek(1)) && TomlDates.IsDate(_text.Slice(start, end)))
        {
            _text.Offset++;
            while (IsBareValue(_text.Current))
            {
                end = ++_text.Offset;
            }
        }

        if (end == start)
        {
            throw _text.Unexpected("a value");
        }

        var word = _text.Slice(start, end);
        if (TryReadWord(word, out var kind, out var text))
        {
            return new TomlScalar(kind, _text.PositionOf(start), text);
        }

        throw _text.Error(start, WhyNoValue(word));
    }

    private static bool IsBareValue(char character) => IsBareKey(character) || character is '+' or '.' or ':';

    private static bool TryReadWord(ReadOnlySpan<char> word, out TomlKind kind, out string text)
    {
        if (word is "true" or "false")
        {
            kind = TomlKind.Boolean;
            text = word.ToString();
            return true;
        }

        return TomlNumbers.TryRead(word, out kind, out text) || TomlDates.TryRead(word, out kind, out text);
    }

    private static string WhyNoValue(ReadOnlySpan<char> word)
    {
        // Long enough for every number and date; a longer word is cut in the message.
        const int shown = 60;
        var quoted = word.Length > shown ? $"'{word[..shown]}...'" : $"'{word}'";
        return TomlNumbers.IsTooLarge(word)
            ? $"{quoted} is out of range, integers are -9223372036854775808 to 9223372036854775807 and floats below 1.8e308"
            : $"{quoted} is no value; expected a string in quotes, a number, true, false, a date or time, an array or a table";
    }
}
