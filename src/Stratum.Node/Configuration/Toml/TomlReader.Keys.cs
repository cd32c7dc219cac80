namespace Stratum.Node.Configuration.Toml;

/// <content>Keys and what they define.</content>
internal sealed partial class TomlReader
{
    private static bool IsBareKey(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    private void ReadKeyValue(TomlTable table)
    {
        var keys = ReadKey("a key");
        if (!_text.Take("="))
        {
            throw _text.Unexpected("'=' after the key");
        }

        SkipBlank();
        for (var i = 0; i < keys.Count - 1; i++)
        {
            table = EnterForDottedKey(table, keys[i]);
        }

        var key = keys[^1];
        if (table.TryGet(key.Name, out var existing))
        {
            throw Taken(key, existing, "a key is given once");
        }

        var position = _text.PositionOf(key.Offset);
        table.Add(new TomlEntry(key.Name, position, ReadValue(table.Depth)));
    }

    private TomlTable EnterForDottedKey(TomlTable parent, KeyPart key)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            return AddTable(parent, key, key.Offset, TomlTableForm.Dotted);
        }

        if (entry.Value is not TomlTable { Form: TomlTableForm.Dotted or TomlTableForm.Implied } table)
        {
            throw Taken(key, entry, "dotted keys cannot add to it");
        }

        table.Form = TomlTableForm.Dotted;
        return table;
    }

    /// <summary>Reads a.b."c d" with the blanks around it.</summary>
    private List<KeyPart> ReadKey(string expected)
    {
        var parts = new List<KeyPart>(2);
        do
        {
            SkipBlank();
            if (parts.Count == _limits.MaxDepth)
            {
                throw _text.Error(_text.Offset, $"a key has more than {_limits.MaxDepth} parts");
            }

            parts.Add(ReadKeyPart(expected));
            SkipBlank();
            expected = "a key after '.'";
        }
        while (_text.Take("."));
        return parts;
    }

    private KeyPart ReadKeyPart(string expected)
    {
        var start = _text.Offset;
        if (_text.Current is '"' or '\'')
        {
            return _text.Follows("\"\"\"") || _text.Follows("'''")
                ? throw _text.Error(start, "a multi-line string cannot be a key; quote it with one quote")
                : new KeyPart(ReadString(), start);
        }

        while (IsBareKey(_text.Current))
        {
            _text.Offset++;
        }

        return _text.Offset > start
            ? new KeyPart(_text.Slice(start, _text.Offset).ToString(), start)
            : throw _text.Unexpected($"{expected} (letters, digits, '_' and '-', or quoted)");
    }

    private readonly record struct KeyPart(string Name, int Offset);
}
