using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>true or false.</summary>
internal sealed class BooleanType : SettingType<bool>
{
    /// <inheritdoc/>
    public override string Name => "boolean";

    /// <inheritdoc/>
    public override string Range => "true or false";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out bool value)
    {
        value = setting.Text == "true";
        return (setting.IsUntyped || setting.Kind == TomlKind.Boolean) && (setting.Text is "true" or "false");
    }

    /// <inheritdoc/>
    public override string Format(bool value) => value ? "true" : "false";
}
