using System.Diagnostics.CodeAnalysis;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>How a kind of value is read, checked and written.</summary>
internal abstract class SettingType<T>
{
    /// <summary>The type's name in the documentation: "integer", "list of text".</summary>
    public abstract string Name { get; }

    /// <summary>What is accepted, in words that fit after "give".</summary>
    public abstract string Range { get; }

    /// <summary>Reads a value. False when it is outside of <see cref="Range"/>.</summary>
    public abstract bool TryRead(Setting setting, [MaybeNullWhen(false)] out T value);

    /// <summary>The value as a TOML literal; empty when it is unset.</summary>
    public abstract string Format(T value);

    /// <summary>Whether the setting is a string, or text of the environment or a flag.</summary>
    protected static bool IsText(Setting setting) => setting.IsUntyped || setting.Kind == TomlKind.String;
}
