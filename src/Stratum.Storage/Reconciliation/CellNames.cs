using System.Text;

namespace Stratum.Storage;

/// <summary>The names of cells, each once in memory: there are 32,768 of three characters, and a store has a few hundred of them a thousand times.</summary>
internal static class CellNames
{
    private const int Characters = 3;
    private const int CharacterBits = 7;

    private static readonly string?[] Known = new string?[1 << (Characters * CharacterBits)];

    public static string Of(ReadOnlySpan<byte> ascii)
    {
        if (ascii.IsEmpty)
        {
            return "";
        }

        if (ascii.Length != Characters || !Ascii.IsValid(ascii))
        {
            return ByteWriter.StrictUtf8.GetString(ascii);
        }

        ref var name = ref Known[(ascii[0] << (2 * CharacterBits)) | (ascii[1] << CharacterBits) | ascii[2]];
        return name ??= Encoding.ASCII.GetString(ascii);
    }
}
