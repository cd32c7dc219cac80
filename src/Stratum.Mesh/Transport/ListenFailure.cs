using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>The error of an address that cannot be listened on.</summary>
internal static class ListenFailure
{
    public static StratumException Of(string protocol, IPEndPoint address, Exception cause) => new(
        $"cannot listen for mesh links on {address} ({protocol}): {cause.Message}; "
            + "choose another address or port for [network] mesh_listen, or stop what uses it",
        ExitCode.Usage,
        cause);
}
