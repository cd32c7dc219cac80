namespace Stratum.Mesh.Heartbeats;

/// <summary>What became of a datagram, in the order of the checks.</summary>
internal enum HeartbeatVerdict
{
    Accepted,

    /// <summary>Too long, not a heartbeat, or a field breaks its limit.</summary>
    Malformed,

    /// <summary>Another network id.</summary>
    WrongNetwork,

    /// <summary>A node that this one never had a link with, or an address that is not that node's.</summary>
    UnknownNode,

    /// <summary>Too many from this address.</summary>
    OverBudget,

    /// <summary>Heard already, or older than the last.</summary>
    Replayed,

    /// <summary>Its time is more than a minute off.</summary>
    ClockOff,

    /// <summary>The formation key's mac is missing or wrong.</summary>
    WrongFormationKey,

    /// <summary>The signature is wrong.</summary>
    BadSignature,
}
