namespace Stratum.Mesh.Transport;

/// <summary>The values of <c>[mesh] transport</c>.</summary>
internal enum TransportKind
{
    /// <summary>Both: listens on both and dials QUIC, TCP a little later.</summary>
    Auto,

    /// <summary>QUIC alone; an error where it cannot be had.</summary>
    Quic,

    /// <summary>TLS over TCP alone.</summary>
    Tcp,
}
