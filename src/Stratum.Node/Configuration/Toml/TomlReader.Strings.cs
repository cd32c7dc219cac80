using System.Globalization;
using System.Text;

namespace Stratum.Node.Configuration.Toml;

/// <content>The four forms of strings.</content>
internal sealed partial class TomlReader
{
    private readonly StringBuilder _string = new();

    private string ReadString()
    {
        _string.Clear();
        var start = _text.Offset;
        var quote = _text.Current;
        var fence = new string(quote, 3);
        if (!_text.Take(fence))
        {
            _text.Offset++;
            ReadOneLine(start, quote);
            return _string.ToString();
        }

        // A line end right after the opening quotes is not part of the string.
        TakeNewline();
        ReadLines(start, quote, fence);
        return _string.ToString();
    }

    private void ReadOneLine(int start, char quote)
    {
        while (_text.Current != quote || _text.AtEnd)
        {
            if (_text.AtEnd || _text.Current is '\n' || _text.Follows("\r\n"))
            {
                throw _text.Error(start, $"the string is not closed; expected {quote} before {_text.DescribeCurrent()}");
            }

            ReadCharacter(quote, isMultiLine: false);
        }

        _text.Offset++;
    }

    private void ReadLines(int start, char quote, string fence)
    {
        while (true)
        {
            if (_text.AtEnd)
            {
                throw _text.Error(start, $"the multi-line string is not closed; expected {fence} before the end of the file");
            }

            if (_text.Take(fence))
            {
                // Up to two quotes may stand right before the closing three.
                for (var i = 0; i < 2 && _text.Current == quote; i++, _text.Offset++)
                {
                    _string.Append(quote);
                }

                return;
            }

            // Lines end in LF in the value, however the file was saved.
            if (TakeNewline())
            {
                _string.Append('\n');
                continue;
            }

            ReadCharacter(quote, isMultiLine: true);
        }
    }

    private void ReadCharacter(char quote, bool isMultiLine)
    {
        var character = _text.Current;
        if (IsControl(character))
        {
            throw _text.Error(_text.Offset, $"{_text.DescribeCurrent()} is not allowed in a string; write it as an escape in \"...\"");
        }

        if (character == '\\' && quote == '"')
        {
            ReadEscape(isMultiLine);
            return;
        }

        _string.Append(character);
        _text.Offset++;
    }

    private void ReadEscape(bool isMultiLine)
    {
        if (isMultiLine && SkipLineContinuation())
        {
            return;
        }

        var plain = _text.Peek(1) switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => '\0',
        };
        if (plain != '\0')
        {
            _string.Append(plain);
            _text.Offset += 2;
            return;
        }

        var digits = _text.Peek(1) switch
        {
            'u' => 4,
            'U' => 8,
            _ => throw _text.Error(_text.Offset, @"unknown escape; expected \b \t \n \f \r \"" \\ \uXXXX or \UXXXXXXXX (in '...' a backslash is itself)"),
        };
        _string.Append(ReadCodePoint(digits).ToString());
        _text.Offset += 2 + digits;
    }

    private Rune ReadCodePoint(int digits)
    {
        var value = 0u;
        for (var i = 0; i < digits; i++)
        {
            var digit = _text.Peek(2 + i);
            value = char.IsAsciiHexDigit(digit)
                ? (value << 4) | uint.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : throw _text.Error(_text.Offset, $"the escape needs {digits} hexadecimal digits");
        }

        return Rune.TryCreate(value, out var rune)
            ? rune
            : throw _text.Error(_text.Offset, $"U+{value:X4} is no Unicode scalar value; expected 0 to D7FF or E000 to 10FFFF");
    }

    /// <summary>A backslash at the end of a line swallows the line end and all blanks and line ends after it.</summary>
    private bool SkipLineContinuation()
    {
        var start = _text.Offset++;
        SkipBlank();
        if (!TakeNewline())
        {
            _text.Offset = start;
            return false;
        }

        do
        {
            SkipBlank();
        }
        while (TakeNewline());
        return true;
    }
}
