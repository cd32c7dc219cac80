namespace Stratum.Node.Configuration;

/// <summary>A key of one type, with the way to its property.</summary>
internal sealed record BoundKey<TTarget, TValue>(
    string Section,
    string Name,
    string Meaning,
    string? ComesWith,
    SettingType<TValue> Type,
    TTarget Defaults,
    Func<TTarget, TValue> Read,
    Func<TTarget, TValue, TTarget> Write) : BoundKey<TTarget>(Section, Name, Meaning, ComesWith)
{
    /// <inheritdoc/>
    public override string TypeName => Type.Name;

    /// <inheritdoc/>
    public override string Range => Type.Range;

    /// <inheritdoc/>
    public override string Default => Type.Format(Read(Defaults));

    /// <inheritdoc/>
    public override bool IsPath => Type is PathType;

    /// <inheritdoc/>
    public override bool TryNormalise(Setting setting, out string literal)
    {
        var isAccepted = Type.TryRead(setting, out var value);
        literal = isAccepted ? Type.Format(value!) : "";
        return isAccepted;
    }

    /// <inheritdoc/>
    public override bool TryBind(Setting setting, ref TTarget target)
    {
        if (!Type.TryRead(setting, out var value))
        {
            return false;
        }

        target = Write(target, value);
        return true;
    }
}
