namespace Stratum.Node.Cli.Doctor;

/// <summary>How serious a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>The node works, with less than it could have.</summary>
    Less,

    /// <summary>The node cannot work as configured.</summary>
    Broken,
}
