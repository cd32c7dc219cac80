namespace Stratum.Storage;

/// <summary>What happens when the store is over its quota and holds nothing of others any more.</summary>
public enum OwnQuota
{
    /// <summary>One's own is kept: observations of others are refused, one's own are taken until the disk is full.</summary>
    Keep,

    /// <summary>The oldest of one's own leave.</summary>
    Delete,
}
