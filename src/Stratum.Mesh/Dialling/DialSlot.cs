using System.Net;
using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Dialling;

/// <summary>One address that is dialled again and again.</summary>
internal sealed class DialSlot(int number, int target, IPEndPoint address, Backoff backoff)
{
    public int Number { get; } = number;

    /// <summary>The configured peer that it belongs to; -1 for a node that was found.</summary>
    public int Target { get; } = target;

    /// <summary>Dialled once: what becomes of it is membership's business.</summary>
    public bool IsOnce => Target < 0;

    /// <summary>The only node that may answer; null for any.</summary>
    public NodeId? Pinned { get; init; }

    public IPEndPoint Address { get; } = address;

    public Backoff Backoff { get; } = backoff;

    public DialState State { get; set; } = DialState.Waiting;

    /// <summary>Unix milliseconds since when it is in this state.</summary>
    public long SinceMs { get; set; }

    /// <summary>When to dial next; by the clock that does not jump.</summary>
    public long DueMs { get; set; }

    /// <summary>Who answered last: while there is another link to that node, this slot rests.</summary>
    public NodeId? LastPeer { get; set; }

    /// <summary>Why the last attempt or link ended.</summary>
    public RefusalReason LastRefusal { get; set; }

    public string LastDetail { get; set; } = "";

    /// <summary>Whether the name still has this address.</summary>
    public bool IsListed { get; set; } = true;
}
