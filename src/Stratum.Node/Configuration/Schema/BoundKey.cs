namespace Stratum.Node.Configuration;

/// <summary>A key that sets something in <typeparamref name="TTarget"/>.</summary>
internal abstract record BoundKey<TTarget>(string Section, string Name, string Meaning, string? ComesWith)
    : ConfigurationKey(Section, Name, Meaning, ComesWith)
{
    /// <summary>Sets the value. False, with the target as it was, when the value is not accepted.</summary>
    public abstract bool TryBind(Setting setting, ref TTarget target);
}
