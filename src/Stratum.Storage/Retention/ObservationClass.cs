namespace Stratum.Storage;

/// <summary>Whose observations they are, for retention: in this order they leave a store that is over its quota.</summary>
internal enum ObservationClass
{
    /// <summary>Signed by a key of which nothing is known.</summary>
    Unknown,

    /// <summary>Signed by a node on the operator's trust list.</summary>
    Trusted,

    /// <summary>Signed by this node.</summary>
    Own,
}
