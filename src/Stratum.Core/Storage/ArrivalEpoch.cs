using System.Globalization;

namespace Stratum.Core;

/// <summary>
/// The life of a store in which arrival numbers mean what they say. A restored store gives numbers again that its former self gave to other observations:
/// it has another epoch, and a cursor of the former one does not continue it.
/// </summary>
/// <param name="Id">Random, made with the store and with each restore; 0 for a store that has none.</param>
/// <param name="BareThrough">The last number that was given before cursors named the epoch, in this store: bare ones up to it are still its own.</param>
public readonly record struct ArrivalEpoch(ulong Id, long BareThrough)
{
    /// <summary>Longest text of a cursor.</summary>
    public const int CursorCharactersMax = 36;

    private const char Separator = '.';
    private const int IdCharacters = 16;

    /// <summary>The cursor after an arrival number, for instance "4711.00c0ffee00c0ffee"; the number alone without an epoch.</summary>
    public string CursorAt(long arrival) => Id == 0
        ? arrival.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{arrival}{Separator}{Id:x16}");

    /// <summary>Reads a cursor of this or another store. False when the text is none.</summary>
    /// <param name="text">What a client sent.</param>
    /// <param name="arrival">The number after which it wants to go on.</param>
    /// <param name="isOurs">Whether the number was given by this store in this epoch; 0 asks for everything and is always right.</param>
    public bool TryParse(ReadOnlySpan<char> text, out long arrival, out bool isOurs)
    {
        var at = text.IndexOf(Separator);
        isOurs = false;
        if (!long.TryParse(at < 0 ? text : text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out arrival))
        {
            return false;
        }

        if (at < 0)
        {
            isOurs = Id == 0 || arrival <= BareThrough;
            return true;
        }

        var name = text[(at + 1)..];
        ulong id = 0;
        var isEpoch = name.Length == IdCharacters && ulong.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
        isOurs = isEpoch && (id == Id || arrival == 0);
        return isEpoch;
    }
}
