namespace Stratum.Core;

/// <summary>One reason why a node may not be ready.</summary>
public interface IHealthCheck
{
    /// <summary>What is checked: "store", "clock", "shutdown".</summary>
    string Name { get; }

    /// <summary>Null when all is well, otherwise one line for the operator. Cheap: called on every probe.</summary>
    string? Problem();
}
