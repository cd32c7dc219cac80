using System.Globalization;
using System.Text;

namespace Stratum.Node.Configuration;

/// <summary>Writes values as TOML.</summary>
internal static class TomlLiteral
{
    /// <summary>A basic string.</summary>
    public static string Of(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => literal.Append('\\').Append(character),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                < ' ' or '\u007F' => literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => literal.Append(character),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>An array on one line.</summary>
    public static string OfList(IEnumerable<string> literals) => $"[{string.Join(", ", literals)}]";
}
