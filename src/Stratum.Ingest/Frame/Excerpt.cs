namespace Stratum.Ingest;

/// <summary>A stranger's text as it may stand in an error: short, on one line.</summary>
internal static class Excerpt
{
    // Longer than every field name and unit that is accepted, short enough that 5,000 errors stay a small answer.
    private const int CharactersMax = 64;

    public static string Of(string text)
    {
        var shown = text.Length <= CharactersMax ? text : string.Concat(text.AsSpan(0, CharactersMax), "...");
        foreach (var character in shown)
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
            {
                return string.Create(shown.Length, shown, static (span, source) =>
                {
                    for (var i = 0; i < span.Length; i++)
                    {
                        span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
                    }
                });
            }
        }

        return shown;
    }
}
