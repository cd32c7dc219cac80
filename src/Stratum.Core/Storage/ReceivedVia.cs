namespace Stratum.Core;

/// <summary>How an observation reached this node. A station column: it never travels.</summary>
public enum ReceivedVia
{
    /// <summary>It entered the mesh here and was signed here ("local").</summary>
    Local = 0,

    /// <summary>A peer sent it ("mesh").</summary>
    Mesh = 1,

    /// <summary>It was read from a file or an archive ("import").</summary>
    Import = 2,
}
