namespace Stratum.Node.Configuration;

/// <summary>Where a value comes from, in rising order of precedence.</summary>
internal enum OriginKind
{
    /// <summary>Built in.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,
}
