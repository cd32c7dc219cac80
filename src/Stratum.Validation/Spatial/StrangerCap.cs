using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Keys are free, so those that the operator does not know have at most a quarter of the say beside known ones, however many they are and
/// however near they stand (VALIDATION, section 3 item 2): what the known sites alone make expect moves by a quarter of the way to what all say,
/// and of a large distance only a bounded part counts. Not safe for concurrent use.
/// </summary>
internal sealed class StrangerCap
{
    /// <summary>Most of the weight that unknown signers have together.</summary>
    public const double ShareMax = 0.25;

    /// <summary>A disagreement beyond so many deviations counts no more than this: a crowd could otherwise claim anything.</summary>
    private const double DisagreementMax = 2;

    private readonly LeaveOneOut _interpolation = new();
    private Site[] _known = [];
    private Expectation[] _byKnown = [];

    /// <summary>How dense the network of the last call is.</summary>
    public NetworkDensity Density { get; private set; }

    /// <summary>Whether in the last call strangers alone could speak.</summary>
    public bool OnlyStrangersSpoke { get; private set; }

    /// <summary>The expectation of each site from the others; <paramref name="strangers"/> says whose signer is unknown.</summary>
    public void Solve(ReadOnlySpan<Site> sites, ReadOnlySpan<bool> strangers, InterpolationRule rule, Span<Expectation> expectations)
    {
        _interpolation.Solve(sites, rule, expectations);
        Density = _interpolation.Density;
        OnlyStrangersSpoke = false;
        var (known, unknown) = CountVotes(sites, strangers);
        if (unknown == 0)
        {
            return;
        }

        if (known <= LeaveOneOut.FewestVotes)
        {
            OnlyStrangersSpoke = true;
            return;
        }

        if (_known.Length < sites.Length)
        {
            _known = new Site[sites.Length];
            _byKnown = new Expectation[sites.Length];
        }

        for (var i = 0; i < sites.Length; i++)
        {
            _known[i] = sites[i] with { Votes = sites[i].Votes && !strangers[i] };
        }

        _interpolation.Solve(_known.AsSpan(0, sites.Length), rule, _byKnown);
        for (var i = 0; i < sites.Length; i++)
        {
            expectations[i] = Blend(_byKnown[i], expectations[i]);
        }
    }

    private static Expectation Blend(Expectation known, Expectation all)
    {
        if (!known.IsKnown || !all.IsKnown)
        {
            return known;
        }

        var reach = DisagreementMax * known.Deviation;
        return known with { Value = known.Value + (ShareMax * Math.Clamp(all.Value - known.Value, -reach, reach)) };
    }

    private static (int Known, int Unknown) CountVotes(ReadOnlySpan<Site> sites, ReadOnlySpan<bool> strangers)
    {
        int known = 0, unknown = 0;
        for (var i = 0; i < sites.Length; i++)
        {
            known += sites[i].Votes && !strangers[i] ? 1 : 0;
            unknown += sites[i].Votes && strangers[i] ? 1 : 0;
        }

        return (known, unknown);
    }
}
