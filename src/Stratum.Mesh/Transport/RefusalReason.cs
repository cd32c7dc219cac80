namespace Stratum.Mesh.Transport;

/// <summary>Why a connection or a link was refused or ended. Both sides log and count it; the number travels in Refuse and Goodbye.</summary>
internal enum RefusalReason
{
    /// <summary>No reason given.</summary>
    None = 0,

    /// <summary>Nobody answers at the address, or the connection broke.</summary>
    Unreachable = 1,

    /// <summary>No certificate, more than one, or one without the identity extension.</summary>
    BadCertificate = 2,

    /// <summary>The certificate's key is not bound to the node id that it names.</summary>
    WrongIdentity = 3,

    /// <summary>The pinned node id of a configured peer is another than the one that answered.</summary>
    NotThePinnedNode = 4,

    /// <summary>A protocol version that this node does not speak.</summary>
    UnknownVersion = 5,

    /// <summary>Another network id.</summary>
    WrongNetwork = 6,

    /// <summary>No or a wrong proof of the formation key.</summary>
    WrongFormationKey = 7,

    /// <summary>Not on the allow list.</summary>
    NotAllowed = 8,

    /// <summary>On the deny list.</summary>
    Denied = 9,

    /// <summary>The clocks differ by more than the protocol can bear.</summary>
    ClockOff = 10,

    /// <summary>This node has as many links as it may.</summary>
    TooManyLinks = 11,

    /// <summary>The node met itself.</summary>
    Self = 12,

    /// <summary>There is a link to this node already, and the other one stays.</summary>
    DuplicateLink = 13,

    /// <summary>A frame that is too long, malformed, or not expected in this state.</summary>
    Malformed = 14,

    /// <summary>Too many bad signatures.</summary>
    BadSignatures = 15,

    /// <summary>Over its budget of frames, bytes, ids or verification time.</summary>
    OverBudget = 16,

    /// <summary>The handshake took too long.</summary>
    HandshakeTimeout = 17,

    /// <summary>The node shuts down in order.</summary>
    Shutdown = 18,

    /// <summary>Nothing was heard of the peer for too long.</summary>
    Silent = 19,

    /// <summary>The node has as many neighbours as it wants; others are known to have room.</summary>
    ViewFull = 20,
}
