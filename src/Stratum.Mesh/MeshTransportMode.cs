namespace Stratum.Mesh;

/// <summary>Which transports a node uses.</summary>
public enum MeshTransportMode
{
    /// <summary>Listens on both; dials QUIC, and TCP 300 ms later.</summary>
    Auto,

    /// <summary>QUIC only; needs libmsquic.</summary>
    Quic,

    /// <summary>TLS over TCP only.</summary>
    Tcp,
}
