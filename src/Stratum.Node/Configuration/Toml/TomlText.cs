using System.Text;

namespace Stratum.Node.Configuration.Toml;

/// <summary>The decoded text with a reading position: strict UTF-8 in, line and column out.</summary>
internal sealed class TomlText
{
    private const string ByteOrderMark = "\uFEFF";
    private readonly string _text;
    private int _knownOffset;
    private int _knownLine = 1;
    private int _knownColumn = 1;

    private TomlText(string text) => _text = text;

    /// <summary>Where the reader stands.</summary>
    public int Offset { get; set; }

    /// <summary>Whether everything is read.</summary>
    public bool AtEnd => Offset >= _text.Length;

    /// <summary>The next character, or U+0000 at the end (the text itself never gets one past the reader).</summary>
    public char Current => Peek(0);

    /// <summary>
    /// Decodes; refuses what is not UTF-8 (overlong forms and surrogates included) at its place. One byte order mark at the start is dropped.
    /// </summary>
    public static TomlText Decode(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw Undecodable(bytes);
        }

        var text = Encoding.UTF8.GetString(bytes);
        return new TomlText(text.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? text[1..] : text);
    }

    /// <summary>The character that many places ahead, or U+0000 past the end.</summary>
    public char Peek(int ahead) => Offset + ahead < _text.Length ? _text[Offset + ahead] : '\0';

    /// <summary>Whether the text goes on with exactly this.</summary>
    public bool Follows(string expected) => string.CompareOrdinal(_text, Offset, expected, 0, expected.Length) == 0;

    /// <summary>Steps over the text if it goes on with exactly this.</summary>
    public bool Take(string expected)
    {
        var follows = Follows(expected);
        Offset += follows ? expected.Length : 0;
        return follows;
    }

    /// <summary>A part of the text.</summary>
    public ReadOnlySpan<char> Slice(int start, int end) => _text.AsSpan(start, end - start);

    /// <summary>Line and column of an offset. Cheap for offsets that rise, as a reader's do.</summary>
    public TomlPosition PositionOf(int offset)
    {
        if (offset < _knownOffset)
        {
            (_knownOffset, _knownLine, _knownColumn) = (0, 1, 1);
        }

        for (; _knownOffset < offset && _knownOffset < _text.Length; _knownOffset++)
        {
            var character = _text[_knownOffset];
            if (character == '\n')
            {
                _knownLine++;
                _knownColumn = 1;
            }
            else if (!char.IsLowSurrogate(character))
            {
                _knownColumn++;
            }
        }

        return new TomlPosition(_knownLine, _knownColumn);
    }

    /// <summary>What stands at the reading position, for messages.</summary>
    public string DescribeCurrent()
    {
        if (AtEnd)
        {
            return "the end of the file";
        }

        if (Current == '\n' || Follows("\r\n"))
        {
            return "the end of the line";
        }

        var rune = Rune.GetRuneAt(_text, Offset);
        return rune.Value is < 0x20 or 0x7F ? $"control character U+{rune.Value:X4}"
            : rune.IsAscii ? $"'{rune}'"
            : $"U+{rune.Value:X4}";
    }

    /// <summary>An error at the reading position.</summary>
    public TomlException Unexpected(string expected) => Error(Offset, $"found {DescribeCurrent()}, expected {expected}");

    /// <summary>An error at an offset.</summary>
    public TomlException Error(int offset, string problem) => new(PositionOf(offset), problem);

    private static TomlException Undecodable(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        var column = 1;
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            bytes = bytes[consumed..];
        }

        return new TomlException(new TomlPosition(line, column), $"byte 0x{bytes[0]:X2} is not valid UTF-8; save the file as UTF-8");
    }
}
