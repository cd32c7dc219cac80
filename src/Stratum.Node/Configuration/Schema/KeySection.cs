namespace Stratum.Node.Configuration;

/// <summary>Makes the keys of one table, so that each says only what is its own.</summary>
internal sealed class KeySection<TSection>(
    string name, Func<StratumOptions, TSection> read, Func<StratumOptions, TSection, StratumOptions> write, string? comesWith = null)
{
    private static readonly StratumOptions Defaults = new();

    /// <summary>A key of the table; its default is the one of the options record.</summary>
    public BoundKey<StratumOptions> Key<TValue>(
        string key, SettingType<TValue> type, Func<TSection, TValue> get, Func<TSection, TValue, TSection> set, string meaning, string? keyComesWith = null) =>
        new BoundKey<StratumOptions, TValue>(
            name, key, meaning, keyComesWith ?? comesWith, type, Defaults,
            options => get(read(options)), (options, value) => write(options, set(read(options), value)));
}
