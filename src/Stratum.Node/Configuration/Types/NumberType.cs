using System.Globalization;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>A finite number in a range; an integer will do.</summary>
internal sealed class NumberType(double min, double max, string unit = "") : SettingType<double?>
{
    /// <inheritdoc/>
    public override string Name => "number";

    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}{(unit.Length > 0 ? " " : "")}{unit}");

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out double? value)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var parsed = double.TryParse(setting.Text, styles, CultureInfo.InvariantCulture, out var number);
        value = number;
        return (setting.IsUntyped || setting.Kind is TomlKind.Integer or TomlKind.Float) && parsed && number >= min && number <= max;
    }

    /// <inheritdoc/>
    public override string Format(double? value)
    {
        var text = value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
        return text.Length == 0 || text.AsSpan().ContainsAny(".E") ? text : text + ".0";
    }
}
