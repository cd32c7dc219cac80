using System.Diagnostics.CodeAnalysis;

namespace Stratum.Node.Configuration;

/// <summary>A value that is written as a string and has a parser of its own.</summary>
internal sealed class ParsedType<T>(string name, string range, ParsedType<T>.Parser parse) : SettingType<T>
{
    /// <summary>Reads text.</summary>
    public delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Range => range;

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return IsText(setting) && parse(setting.Text, out value);
    }

    /// <inheritdoc/>
    public override string Format(T value) => TomlLiteral.Of(value?.ToString() ?? "");
}
