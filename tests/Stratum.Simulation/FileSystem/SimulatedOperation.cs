namespace Stratum.Simulation;

/// <summary>Operations that change something and can fail.</summary>
public enum SimulatedOperation
{
    /// <summary>A new file.</summary>
    Create,

    /// <summary>Bytes into a file.</summary>
    Write,

    /// <summary>fsync of a file.</summary>
    FlushFile,

    /// <summary>Cut or extend.</summary>
    SetLength,

    /// <summary>Remove a name.</summary>
    Delete,

    /// <summary>Rename over a name.</summary>
    Replace,

    /// <summary>fsync of a directory.</summary>
    FlushDirectory,

    /// <summary>A new directory.</summary>
    CreateDirectory,
}
