using System.Globalization;

namespace Stratum.Node.Configuration;

/// <summary>A whole number in a range, or nothing.</summary>
internal sealed class OptionalIntegerType(int min, int max, string unit = "") : SettingType<int?>
{
    private readonly IntegerType _inner = new(min, max, unit);

    /// <inheritdoc/>
    public override string Name => _inner.Name;

    /// <inheritdoc/>
    public override string Range => _inner.Range;

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out int? value)
    {
        var isAccepted = _inner.TryRead(setting, out var number);
        value = isAccepted ? number : null;
        return isAccepted;
    }

    /// <inheritdoc/>
    public override string Format(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
