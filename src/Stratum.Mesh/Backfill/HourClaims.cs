namespace Stratum.Mesh.Backfill;

/// <summary>
/// Which link is filling which hour. The others leave it alone meanwhile, so that a node that was away gets its past once, and from all neighbours at the same
/// time. A link that does not come to an end with an hour is not waited for again: it must not keep the others from what it holds back.
/// </summary>
internal sealed class HourClaims
{
    /// <summary>How long an hour is left to one link: a full one of 10,000 series takes four seconds from a neighbour in the same town.</summary>
    public const long ClaimMs = 60_000;

    private readonly Dictionary<long, (long Hour, long UntilMs)> _byLink = [];
    private readonly HashSet<long> _slow = [];

    /// <summary>Links with an hour of their own, or that are not waited for.</summary>
    public int Count => _byLink.Count + _slow.Count;

    /// <summary>Begins an hour, or says that another link has it. A link has one at a time.</summary>
    public bool TryClaim(long hour, long link, Moment now)
    {
        if (IsWithAnother(hour, link, now))
        {
            return false;
        }

        _byLink[link] = (hour, now.ElapsedMs + ClaimMs);
        return true;
    }

    /// <summary>Whether another link is filling the hour.</summary>
    public bool IsWithAnother(long hour, long link, Moment now)
    {
        foreach (var (other, claim) in _byLink)
        {
            if (other == link || claim.Hour != hour || _slow.Contains(other))
            {
                continue;
            }

            if (claim.UntilMs > now.ElapsedMs)
            {
                return true;
            }

            _slow.Add(other);
        }

        return false;
    }

    /// <summary>The link is done with its hour.</summary>
    public void Release(long link) => _byLink.Remove(link);

    /// <summary>The link is down.</summary>
    public void Forget(long link)
    {
        _byLink.Remove(link);
        _slow.Remove(link);
    }
}
