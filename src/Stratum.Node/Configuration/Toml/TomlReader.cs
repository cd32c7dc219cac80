namespace Stratum.Node.Configuration.Toml;

/// <summary>
/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) strictly: everything that the specification does not allow is refused at its line and column.
/// </summary>
/// <remarks>
/// One pass over the decoded text by recursive descent. Which table may still be added to follows from how it came to be, see
/// <see cref="TomlTableForm"/>. The parts: headers and key/value lines here, keys, values, strings and numbers in files of their own.
/// </remarks>
internal sealed partial class TomlReader
{
    private readonly TomlText _text;
    private readonly TomlLimits _limits;

    private TomlReader(TomlText text, TomlLimits limits)
    {
        _text = text;
        _limits = limits;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="TomlException">The text is not TOML 1.0 or exceeds a limit.</exception>
    public static TomlTable Read(ReadOnlySpan<byte> utf8, TomlLimits? limits = null)
    {
        limits ??= new TomlLimits();
        return utf8.Length > limits.MaxBytes
            ? throw new TomlException(new TomlPosition(1, 1), $"the text has {utf8.Length} bytes, at most {limits.MaxBytes} are read")
            : new TomlReader(TomlText.Decode(utf8), limits).ReadDocument();
    }

    private static bool IsControl(char character) => character is < ' ' and not '\t' or '\u007F';

    private TomlTable ReadDocument()
    {
        var root = new TomlTable(new TomlPosition(1, 1), 0, TomlTableForm.Header);
        var table = root;
        while (true)
        {
            SkipBlank();
            if (_text.AtEnd)
            {
                return root;
            }

            if (TakeNewline())
            {
                continue;
            }

            if (_text.Current == '[')
            {
                table = ReadHeader(root);
            }
            else if (_text.Current != '#')
            {
                ReadKeyValue(table);
            }

            EndLine();
        }
    }

    /// <summary>Reads [a.b] or [[a.b]] and returns the table that the following lines fill.</summary>
    private TomlTable ReadHeader(TomlTable root)
    {
        var start = _text.Offset;
        var isArray = _text.Take("[[");
        _text.Offset += isArray ? 0 : 1;
        SkipBlank();
        var keys = ReadKey("a table name");
        if (!_text.Take(isArray ? "]]" : "]"))
        {
            throw _text.Unexpected(isArray ? "']]'" : "']'");
        }

        var parent = root;
        for (var i = 0; i < keys.Count - 1; i++)
        {
            parent = EnterForHeader(parent, keys[i]);
        }

        return isArray ? AppendTable(parent, keys[^1], start) : DefineTable(parent, keys[^1], start);
    }

    private TomlTable EnterForHeader(TomlTable parent, KeyPart key)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            return AddTable(parent, key, key.Offset, TomlTableForm.Implied);
        }

        return entry.Value switch
        {
            TomlTable { Form: not TomlTableForm.Inline } table => table,
            TomlArray { IsOfHeaders: true } array => (TomlTable)array.Items[^1],
            _ => throw Taken(key, entry, "cannot hold a table"),
        };
    }

    private TomlTable DefineTable(TomlTable parent, KeyPart key, int start)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            return AddTable(parent, key, start, TomlTableForm.Header);
        }

        if (entry.Value is TomlTable { Form: TomlTableForm.Implied } table)
        {
            table.Form = TomlTableForm.Header;
            return table;
        }

        throw Taken(key, entry, "a table is defined once");
    }

    private TomlTable AppendTable(TomlTable parent, KeyPart key, int start)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            var tables = new TomlArray(_text.PositionOf(start), Deeper(parent.Depth, start), isOfHeaders: true);
            entry = new TomlEntry(key.Name, _text.PositionOf(key.Offset), tables);
            parent.Add(entry);
        }

        if (entry.Value is not TomlArray { IsOfHeaders: true } array)
        {
            throw Taken(key, entry, "[[...]] cannot add to it");
        }

        var table = new TomlTable(_text.PositionOf(start), Deeper(array.Depth, start), TomlTableForm.Header);
        array.Add(table);
        return table;
    }

    private TomlTable AddTable(TomlTable parent, KeyPart key, int start, TomlTableForm form)
    {
        var table = new TomlTable(_text.PositionOf(start), Deeper(parent.Depth, start), form);
        parent.Add(new TomlEntry(key.Name, _text.PositionOf(key.Offset), table));
        return table;
    }

    private int Deeper(int depth, int offset) => depth < _limits.MaxDepth
        ? depth + 1
        : throw _text.Error(offset, $"tables and arrays nest deeper than {_limits.MaxDepth} levels");

    private TomlException Taken(KeyPart key, TomlEntry entry, string rule) =>
        _text.Error(key.Offset, $"'{key.Name}' is already defined at line {entry.Position.Line}; {rule}");

    private void SkipBlank()
    {
        while (_text.Current is ' ' or '\t')
        {
            _text.Offset++;
        }
    }

    private bool TakeNewline() => _text.Take("\n") || _text.Take("\r\n");

    private void SkipComment()
    {
        if (_text.Current != '#')
        {
            return;
        }

        while (!_text.AtEnd && _text.Current != '\n' && !_text.Follows("\r\n"))
        {
            if (IsControl(_text.Current))
            {
                throw _text.Error(_text.Offset, $"{_text.DescribeCurrent()} is not allowed in a comment");
            }

            _text.Offset++;
        }
    }

    private void EndLine()
    {
        SkipBlank();
        SkipComment();
        if (!_text.AtEnd && !TakeNewline())
        {
            throw _text.Unexpected("the end of the line");
        }
    }
}
