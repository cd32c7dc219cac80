using System.Globalization;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>A decimal number in a range, exactly as it is written.</summary>
internal sealed class DecimalType(decimal min, decimal max) : SettingType<decimal>
{
    /// <inheritdoc/>
    public override string Name => "number";

    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out decimal value)
    {
        value = 0;
        return (setting.IsUntyped || setting.Kind is TomlKind.Integer or TomlKind.Float)
            && decimal.TryParse(setting.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && value >= min && value <= max;
    }

    /// <inheritdoc/>
    public override string Format(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
