using System.Globalization;
using System.Text;

namespace Stratum.Storage;

/// <summary>Names of the manifest's files, and the text of CURRENT: the number of the manifest that counts, and a CRC of it.</summary>
internal static class ManifestFormat
{
    public const string Current = "CURRENT";
    public const string CurrentTemporary = "CURRENT.new";
    private const string Prefix = "MANIFEST-";

    public static string FileName(ulong number) => Prefix + number.ToString("D10", CultureInfo.InvariantCulture);

    public static bool TryParseFileName(string name, out ulong number)
    {
        number = 0;
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && ulong.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static string CurrentText(ulong number)
    {
        var name = FileName(number);
        return string.Create(CultureInfo.InvariantCulture, $"{name} {Crc32C.MaskedOf(Encoding.ASCII.GetBytes(name)):x8}\n");
    }

    public static bool TryParseCurrent(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        var name = Encoding.ASCII.GetString(text);
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && TryParseFileName(name[..space], out number) && name == CurrentText(number);
    }
}
