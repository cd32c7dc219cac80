using System.Reflection;
using Stratum.Mesh.Transport;
using Xunit.Sdk;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Runs a theory on TCP and, where the machine has it, on QUIC; QuicTransportTests says when it has not.</summary>
internal sealed class EachTransportAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        yield return [TransportKind.Tcp];
        if (QuicSupport.IsSupported)
        {
            yield return [TransportKind.Quic];
        }
    }
}
