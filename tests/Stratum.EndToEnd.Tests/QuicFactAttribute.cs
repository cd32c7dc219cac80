using System.Net.Quic;
using System.Runtime.Versioning;

namespace Stratum.EndToEnd.Tests;

/// <summary>A test of QUIC: skipped, with the reason, on a machine without libmsquic.</summary>
internal sealed class QuicFactAttribute : FactAttribute
{
    [SupportedOSPlatform("linux")]
    public QuicFactAttribute() => Skip = QuicListener.IsSupported ? null : "QUIC is off: libmsquic.so.2 cannot be loaded";
}
