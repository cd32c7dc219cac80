using Microsoft.Extensions.Logging;

namespace Stratum.Mesh.Transport;

/// <summary>What all transports of a node share.</summary>
/// <param name="Certificate">The node's certificate; owned by whoever made it.</param>
/// <param name="Options">Limits and times.</param>
/// <param name="Clock">For time limits.</param>
/// <param name="Refusals">Counts and logs refusals.</param>
/// <param name="Logger">For what is not a refusal.</param>
internal sealed record TransportContext(NodeCertificate Certificate, TransportOptions Options, TimeProvider Clock, RefusalReport Refusals, ILogger Logger);
