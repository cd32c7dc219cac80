using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stratum.Node.Hosting;

/// <summary>Where and how a listener listens.</summary>
/// <param name="Key">The configuration key that names the address, for error messages.</param>
/// <param name="Address">Address and port; port 0 lets the system choose.</param>
internal sealed record ListenerOptions(string Key, IPEndPoint Address)
{
    /// <summary>Sets the limits of the module whose routes are served.</summary>
    public required Action<KestrelServerOptions> ApplyLimits { get; init; }

    /// <summary>The clock of connections.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Certificate for TLS, or null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }
}
