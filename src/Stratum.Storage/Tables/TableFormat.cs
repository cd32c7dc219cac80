using System.Globalization;

namespace Stratum.Storage;

/// <summary>Constants of table files, version 5: header, series, blocks, series again, block index, cell sums, footer.</summary>
internal static class TableFormat
{
    public const ulong HeaderMagic = 0x314C_4241_5452_5453; // "STRTABL1"
    public const ulong FooterMagic = 0x3154_4F4F_4652_5453; // "STRFOOT1"
    public const uint Version = 5;

    /// <summary>The definitions of the series stand behind the blocks only. It is read, and written no more.</summary>
    public const uint SingleSeriesVersion = 4;

    /// <summary>Other scores, and a footer without the bytes of the columns. It is read, and written no more.</summary>
    public const uint OldestVersion = 3;

    /// <summary>Magic, version, masked CRC of both.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Length and masked CRC of the series in front of the blocks.</summary>
    public const int FrontHeaderBytes = 8;

    /// <summary>Masked CRC of the rest, series, row count, then length and masked CRC of every column.</summary>
    public const int BlockHeaderBytes = 12 + (ColumnCount * 8);

    public const int ColumnCount = 6;

    /// <summary>The columns that make a content: timestamps, values, places.</summary>
    public const int ContentColumnCount = 3;

    /// <summary>No block of 32,768 rows (the largest option) comes near; a larger length is damage.</summary>
    public const int MaxBlockBytes = 1 << 28;

    private const string Suffix = ".table";

    public static string FileName(TableRecord table) => table.IsKept
        ? string.Create(CultureInfo.InvariantCulture, $"{table.Day:D8}+{table.Days:D5}-{table.Number:D10}{Suffix}")
        : string.Create(CultureInfo.InvariantCulture, $"{table.Day:D8}-{table.Number:D10}{Suffix}");

    public static bool TryParseFileName(string name, out TableRecord table)
    {
        table = default;
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0 || !name.EndsWith(Suffix, StringComparison.Ordinal) || dash + 1 > name.Length - Suffix.Length)
        {
            return false;
        }

        var plus = name.IndexOf('+', 0, dash);
        var days = 0;
        if (!long.TryParse(name.AsSpan(0, plus < 0 ? dash : plus), NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            || (plus >= 0 && (!int.TryParse(name.AsSpan(plus + 1, dash - plus - 1), NumberStyles.None, CultureInfo.InvariantCulture, out days) || days == 0))
            || !ulong.TryParse(name.AsSpan(dash + 1, name.Length - dash - 1 - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        table = new TableRecord(number, day, days);
        return true;
    }

    /// <summary>The CRC of a part of a table. File number and place are in it, so that a write that went astray never passes.</summary>
    public static uint PartCrc(ulong fileNumber, long offset, ReadOnlySpan<byte> bytes) =>
        Crc32C.Mask(Crc32C.Append(Crc32C.Append(Crc32C.Append(Crc32C.Seed, fileNumber), (ulong)offset), bytes));
}
