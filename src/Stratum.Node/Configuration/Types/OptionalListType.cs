namespace Stratum.Node.Configuration;

/// <summary>A list of one type, or nothing, which is not the empty list.</summary>
internal sealed class OptionalListType<T>(SettingType<T> element) : SettingType<IReadOnlyList<T>?>
{
    private readonly ListType<T> _inner = new(element);

    /// <inheritdoc/>
    public override string Name => _inner.Name;

    /// <inheritdoc/>
    public override string Range => _inner.Range;

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out IReadOnlyList<T>? value)
    {
        var isAccepted = _inner.TryRead(setting, out var list);
        value = isAccepted ? list : null;
        return isAccepted;
    }

    /// <inheritdoc/>
    public override string Format(IReadOnlyList<T>? value) => value is null ? "" : _inner.Format(value);
}
