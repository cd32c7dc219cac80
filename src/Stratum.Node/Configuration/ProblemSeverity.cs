namespace Stratum.Node.Configuration;

/// <summary>How bad a problem is.</summary>
internal enum ProblemSeverity
{
    /// <summary>The node starts, but not everything is as the user may think.</summary>
    Warning,

    /// <summary>The node does not start, or not with the [[sensors]] table that it is in.</summary>
    Error,
}
