using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A test that needs QUIC: skipped with the machine's reason where there is none.</summary>
internal sealed class QuicFactAttribute : FactAttribute
{
    public QuicFactAttribute() => Skip = QuicSupport.ReasonMissing();
}
