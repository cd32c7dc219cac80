namespace Stratum.Node.Configuration;

/// <summary>Text that a rule accepts.</summary>
internal sealed class TextType(string range, Func<string, bool> accepts, string name = "text") : SettingType<string>
{
    // As long as the longest text field of an observation (CANONICAL.md).
    private const int MaxCharacters = 256;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Range => range;

    /// <summary>Text of at most 256 characters without control characters.</summary>
    public static TextType Any { get; } = new("at most 256 characters, no control characters", static text =>
        text.EnumerateRunes().Count() <= MaxCharacters && !text.Any(char.IsControl));

    /// <summary>One of some words.</summary>
    public static TextType OneOf(params string[] words) =>
        new(string.Join(" or ", words.Select(word => $"\"{word}\"")), text => words.Contains(text, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out string value)
    {
        value = setting.Text;
        return IsText(setting) && accepts(value);
    }

    /// <inheritdoc/>
    public override string Format(string value) => TomlLiteral.Of(value);
}
