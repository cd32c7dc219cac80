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

    /// <summary>Beside TLS, plain HTTP on the same port; without it, plain HTTP is refused with a 400 that says so.</summary>
    public bool TakesPlain { get; init; }

    /// <summary>What whoever speaks plain HTTP where it is not taken may do.</summary>
    public string PlainAdvice { get; init; } = "use https://";

    /// <summary>Puts request lines right that some gateways write wrongly (<see cref="MendedInput"/>).</summary>
    public bool MendsRequestLines { get; init; }

    /// <summary>Learns of what is refused before a route sees it.</summary>
    public Action<RefusedConnection>? OnRefused { get; init; }
}
