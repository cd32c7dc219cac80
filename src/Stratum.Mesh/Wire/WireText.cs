namespace Stratum.Mesh.Wire;

/// <summary>Text that a stranger sent, made fit for a log line or /peers.</summary>
internal static class WireText
{
    /// <summary>At most this many characters, and printable ASCII only: nothing that moves a terminal's cursor.</summary>
    public static string Printable(string text, int charactersMax)
    {
        var length = Math.Min(text.Length, charactersMax);
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
    }
}
