namespace Stratum.Core;

/// <summary>What signers withdrew of their own observations, as far as this node knows. A grow-only set; safe for many threads.</summary>
public interface IWithdrawals
{
    /// <summary>How many statements are held.</summary>
    int Count { get; }

    /// <summary>Rises with each statement: what was computed under a number holds while the number does.</summary>
    long Version { get; }

    /// <summary>SHA-256 over the ids in order: equal sets have equal digests.</summary>
    Hash256 Digest { get; }

    /// <summary>Every statement, in order of id.</summary>
    IReadOnlyList<SignedWithdrawal> All { get; }

    /// <summary>The withdrawn ranges of a series; empty for nearly every one, and then at no cost.</summary>
    IReadOnlyList<WithdrawnRange> RangesOf(Series series);

    /// <summary>
    /// Takes verified statements; those that are new are durable when it returns. Returns them. One beyond the bounds is not among them.
    /// Throws <see cref="IOException"/> when they cannot be written.
    /// </summary>
    IReadOnlyList<SignedWithdrawal> Add(IReadOnlyList<SignedWithdrawal> statements);

    /// <summary>The statement by which an observation is withdrawn, or null.</summary>
    Hash256? WithdrawnBy(Observation observation)
    {
        foreach (var range in RangesOf(observation.Series))
        {
            if (observation.Timestamp >= range.From && observation.Timestamp < range.To)
            {
                return range.Id;
            }
        }

        return null;
    }
}
