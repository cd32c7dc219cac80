using System.Globalization;

namespace Stratum.Core;

/// <summary>
/// A decimal number taken apart into sign, significant digits and exponent, from whichever layout the framework chose: from
/// 1E+15 or from 1E+17 on it writes exponents, depending on its version.
/// </summary>
internal readonly ref struct DecimalDigits
{
    private readonly ReadOnlySpan<byte> _digits;
    private readonly bool _isNegative;
    private readonly int _exponent;

    /// <summary>Takes the text of a number apart; <paramref name="scratch"/> is at least as long and receives the digits.</summary>
    public DecimalDigits(ReadOnlySpan<byte> text, Span<byte> scratch)
    {
        _isNegative = text[0] == '-';
        var exponentAt = text.IndexOf((byte)'E');
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf((byte)'.');
        var count = 0;
        foreach (var character in mantissa)
        {
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                scratch[count++] = character;
            }
        }

        var integerDigits = (point < 0 ? mantissa.Length : point) - (_isNegative ? 1 : 0);
        var leadingZeros = Math.Max(0, scratch[..count].IndexOfAnyExcept((byte)'0'));
        _digits = scratch[leadingZeros..count].TrimEnd((byte)'0');
        _exponent = exponent + integerDigits - 1 - leadingZeros;
    }

    /// <summary>Writes ddd.ddd with at least one digit on both sides of the point.</summary>
    public int WritePositional(Span<byte> result)
    {
        var at = WriteSign(result);
        for (var place = Math.Max(0, _exponent); place >= Math.Min(-1, _exponent - _digits.Length + 1); place--)
        {
            if (place == -1)
            {
                result[at++] = (byte)'.';
            }

            var index = _exponent - place;
            result[at++] = index >= 0 && index < _digits.Length ? _digits[index] : (byte)'0';
        }

        return at;
    }

    /// <summary>Writes d[.ddd]e[+-]dd.</summary>
    public int WriteScientific(Span<byte> result)
    {
        var at = WriteSign(result);
        result[at++] = _digits[0];
        if (_digits.Length > 1)
        {
            result[at++] = (byte)'.';
            _digits[1..].CopyTo(result[at..]);
            at += _digits.Length - 1;
        }

        result[at++] = (byte)'e';
        result[at++] = _exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(_exponent).TryFormat(result[at..], out var written, "00", CultureInfo.InvariantCulture);
        return at + written;
    }

    private int WriteSign(Span<byte> result)
    {
        result[0] = (byte)'-';
        return _isNegative ? 1 : 0;
    }
}
