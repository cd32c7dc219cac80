using System.Net;

namespace Stratum.Node.Hosting;

/// <summary>What a listener refused before any route saw it.</summary>
/// <param name="Remote">The sender.</param>
/// <param name="Target">The request's target, secrets and all, or "".</param>
/// <param name="Cause">One word.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Advice">What to do.</param>
internal sealed record RefusedConnection(IPAddress? Remote, string Target, string Cause, int Status, string Reason, string Advice);
