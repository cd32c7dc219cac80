using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Discovery;

/// <summary>A node that was found in the local network, or that took its announcement back.</summary>
internal sealed record FoundNode(NodeId NodeId, IPEndPoint Address, bool IsGone);
