namespace Stratum.Node.Configuration;

/// <summary>One key of the configuration: the only place where its name, type, range, default and meaning are written down.</summary>
/// <param name="Section">The table it stands in; "sensors" and "interest" are arrays of tables.</param>
/// <param name="Name">Its name in the table.</param>
/// <param name="Meaning">What it does, with unit and reason.</param>
/// <param name="ComesWith">What has to come before the key has an effect; null when it has one now.</param>
internal abstract record ConfigurationKey(string Section, string Name, string Meaning, string? ComesWith)
{
    /// <summary>"network.api_listen".</summary>
    public string Path => $"{Section}.{Name}";

    /// <summary>The type's name.</summary>
    public abstract string TypeName { get; }

    /// <summary>What is accepted.</summary>
    public abstract string Range { get; }

    /// <summary>The default as a TOML literal; empty when the key is unset by default.</summary>
    public abstract string Default { get; }

    /// <summary>Whether it names a file or directory, so that a relative default counts from the configuration's folder.</summary>
    public abstract bool IsPath { get; }

    /// <summary>Whether the setting can be understood, and its value as a TOML literal then.</summary>
    public abstract bool TryNormalise(Setting setting, out string literal);
}
