using System.Globalization;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>A whole number in a range.</summary>
internal sealed class IntegerType(int min, int max, string unit = "") : SettingType<int>
{
    /// <inheritdoc/>
    public override string Name => "integer";

    /// <inheritdoc/>
    public override string Range => $"{min} to {max}{(unit.Length > 0 ? " " : "")}{unit}";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out int value)
    {
        value = 0;
        return (setting.IsUntyped || setting.Kind == TomlKind.Integer)
            && int.TryParse(setting.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= min && value <= max;
    }

    /// <inheritdoc/>
    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
}
