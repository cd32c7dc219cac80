using System.Buffers;

namespace Stratum.Ingest;

/// <summary>
/// Cuts the elements of a JSON array, or the members of an object, out of a body without judging what is inside them: only
/// strings and brackets are followed. So that one element that is no JSON (a NaN, a stray comma inside) spoils no other; each
/// slice is then read strictly.
/// </summary>
internal ref struct JsonSlicer
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"[]{},"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private readonly ReadOnlySpan<byte> _json;
    private readonly byte _close;
    private int _position;
    private bool _first;

    /// <summary>Starts behind the opening bracket of <paramref name="json"/>, which must begin with <c>[</c> or <c>{</c>.</summary>
    public JsonSlicer(ReadOnlySpan<byte> json)
    {
        _json = json;
        _close = json[0] == (byte)'[' ? (byte)']' : (byte)'}';
        _position = 1;
        _first = true;
    }

    /// <summary>The present slice, without the white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where <see cref="Current"/> begins.</summary>
    public int CurrentStart { get; private set; }

    /// <summary>Whether the closing bracket was found with nothing but white space behind it.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The next slice; false at the end, see <see cref="IsComplete"/>.</summary>
    public bool MoveNext()
    {
        if (IsComplete || _position > _json.Length)
        {
            return false;
        }

        var start = _position;
        var end = FindEnd(start);
        if (end < 0)
        {
            _position = _json.Length + 1;
            return false;
        }

        var closes = _json[end] == _close;
        _position = end + 1;
        Cut(start, end);
        var isEmptyContainer = _first && closes && Current.IsEmpty;
        _first = false;
        if (closes)
        {
            IsComplete = JsonText.Trim(_json[_position..]).IsEmpty;
            _position = _json.Length + 1;
            return IsComplete && !isEmptyContainer;
        }

        return true;
    }

    private void Cut(int start, int end)
    {
        var slice = _json[start..end];
        CurrentStart = start + (slice.Length - slice.TrimStart(JsonText.WhiteSpace).Length);
        Current = JsonText.Trim(slice);
    }

    // The comma or closing bracket that ends the slice, or -1.
    private readonly int FindEnd(int start)
    {
        var depth = 0;
        var at = start;
        while (true)
        {
            var step = _json[at..].IndexOfAny(Structural);
            if (step < 0)
            {
                return -1;
            }

            at += step;
            switch (_json[at])
            {
                case (byte)'"':
                    at = SkipString(_json, at);
                    if (at < 0)
                    {
                        return -1;
                    }

                    continue;
                case (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)',':
                    if (depth == 0)
                    {
                        return at;
                    }

                    break;
                default:
                    if (depth == 0)
                    {
                        return _json[at] == _close ? at : -1;
                    }

                    depth--;
                    break;
            }

            at++;
        }
    }

    /// <summary>The position behind the string that begins at <paramref name="start"/>, or -1 when it does not end.</summary>
    internal static int SkipString(ReadOnlySpan<byte> json, int start)
    {
        var at = start + 1;
        while (at < json.Length)
        {
            var step = json[at..].IndexOfAny(StringEnd);
            if (step < 0)
            {
                return -1;
            }

            at += step;
            if (json[at] == (byte)'"')
            {
                return at + 1;
            }

            at += 2;
        }

        return -1;
    }
}
