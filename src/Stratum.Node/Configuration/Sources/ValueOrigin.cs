using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>Where a value comes from, as exactly as a person needs to find it.</summary>
/// <param name="Kind">The source.</param>
/// <param name="Name">The file as the user named it, the environment variable, or the flag.</param>
/// <param name="Position">Line and column in the file.</param>
/// <param name="Folder">The folder that relative paths count from.</param>
internal sealed record ValueOrigin(OriginKind Kind, string Name, TomlPosition? Position, string Folder)
{
    /// <summary>"default", "stratum.toml:12:8", "environment STRATUM__X__Y" or "flag --x".</summary>
    public override string ToString() => Kind switch
    {
        OriginKind.Default => "default",
        OriginKind.File => Position is { } position ? $"{Name}:{position}" : Name,
        OriginKind.Environment => $"environment {Name}",
        _ => $"flag {Name}",
    };
}
