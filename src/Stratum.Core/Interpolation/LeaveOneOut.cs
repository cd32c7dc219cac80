namespace Stratum.Core;

/// <summary>
/// Optimal interpolation (Gandin 1963) of the residuals to a robust background, with the expectation of every site from all others
/// at once: with S the covariance of the sites and r their residuals, the difference of site i to what the others say of it is
/// (S^-1 r)i / (S^-1)ii with variance 1 / (S^-1)ii, so one factorisation serves all. Sites that differ too much lose their vote and are judged
/// by the rest; this is repeated a few times. Not safe for concurrent use: it keeps its room between calls.
/// </summary>
public sealed class LeaveOneOut
{
    /// <summary>Fewer than this say nothing reliable: with four, two wrong ones win (VALIDATION, section 3 item 2).</summary>
    public const int FewestVotes = 5;

    /// <summary>Correlation over height in metres (titanlib's default and VALIDATION, section 3 item 2).</summary>
    private const double ElevationLength = 200;

    /// <summary>Votes are settled after two; a third is for a gross value that masked another.</summary>
    private const int Rounds = 3;

    /// <summary>Least variance of a prediction relative to the network's, against division by zero.</summary>
    private const double LeastVariance = 1e-3;

    private double[] _covariance = [];
    private double[] _factor = [];
    private double[] _room = [];
    private int[] _active = [];
    private bool[] _votes = [];
    private double[] _z = [];
    private int _sites;
    private int _activeCount;

    /// <summary>What the last call found of the network.</summary>
    public NetworkDensity Density { get; private set; }

    /// <summary>Sites that kept their vote in the last call, by index.</summary>
    public ReadOnlySpan<bool> Votes => _votes;

    /// <summary>The expectation of each site from the other voting ones; all unknown when too few vote.</summary>
    public void Solve(ReadOnlySpan<Site> sites, InterpolationRule rule, Span<Expectation> expectations)
    {
        expectations[..sites.Length].Fill(Expectation.None);
        Prepare(sites);
        if (Collect(sites) <= FewestVotes - 1)
        {
            return;
        }

        Density = NetworkDensity.Of(sites, _room.AsSpan(0, sites.Length));
        FillCovariance(sites);
        for (var round = 0; round < Rounds; round++)
        {
            if (!SolveRound(sites, rule, expectations) || !DropTheFar(sites))
            {
                return;
            }
        }
    }

    /// <summary>
    /// How much each site counts in the residual that the last call expects of <paramref name="site"/>; 0 for those without a vote. They need not add
    /// up to one: the rest is the background's.
    /// </summary>
    public void WeightsFor(int site, Span<double> weights)
    {
        weights.Clear();
        var count = _activeCount;
        var solved = _room.AsSpan(0, count);
        for (var a = 0; a < count; a++)
        {
            solved[a] = _covariance[(site * _sites) + _active[a]];
        }

        CholeskyFactor.Solve(_factor, count, solved);
        for (var a = 0; a < count; a++)
        {
            weights[_active[a]] = solved[a];
        }
    }

    private void Prepare(ReadOnlySpan<Site> sites)
    {
        var n = sites.Length;
        (_sites, _activeCount) = (n, 0);
        if (_active.Length < n)
        {
            _covariance = new double[n * n];
            _factor = new double[n * n];
            _room = new double[n * 4];
            _active = new int[n];
            _votes = new bool[n];
            _z = new double[n];
        }

        for (var i = 0; i < n; i++)
        {
            _votes[i] = sites[i].Votes;
        }
    }

    private int Collect(ReadOnlySpan<Site> sites)
    {
        var count = 0;
        for (var i = 0; i < sites.Length; i++)
        {
            if (_votes[i])
            {
                _active[count++] = i;
            }
        }

        return count;
    }

    private void FillCovariance(ReadOnlySpan<Site> sites)
    {
        var n = sites.Length;
        var byDistance = -0.5 / (Density.LengthKm * Density.LengthKm);
        const double byHeight = -0.5 / (ElevationLength * ElevationLength);
        for (var i = 0; i < n; i++)
        {
            _covariance[(i * n) + i] = 1;
            for (var j = 0; j < i; j++)
            {
                var height = sites[i].Elevation - sites[j].Elevation;
                var covariance = Math.Exp((byDistance * sites[i].SquaredDistanceKmTo(sites[j])) + (byHeight * height * height));
                _covariance[(i * n) + j] = covariance;
                _covariance[(j * n) + i] = covariance;
            }
        }
    }

    private bool SolveRound(ReadOnlySpan<Site> sites, InterpolationRule rule, Span<Expectation> expectations)
    {
        var count = Collect(sites);
        var active = _active.AsSpan(0, count);
        var floor = rule.ScaleFloor * Density.FloorFactor;
        var background = Background.Fit(sites, active, rule, floor, _room);
        var weights = _room.AsSpan(0, count);
        var precision = _room.AsSpan(count, count);
        var scratch = _room.AsSpan(2 * count, count);
        for (var a = 0; a < count; a++)
        {
            weights[a] = sites[active[a]].Value - background.At(sites[active[a]]);
            for (var b = 0; b < a; b++)
            {
                _factor[(a * count) + b] = _covariance[(active[a] * sites.Length) + active[b]];
            }

            _factor[(a * count) + a] = 1 + Density.NoiseVariance;
        }

        if (!CholeskyFactor.TryFactor(_factor, count))
        {
            return false;
        }

        _activeCount = count;
        CholeskyFactor.Solve(_factor, count, weights);
        CholeskyFactor.InverseDiagonal(_factor, count, precision, scratch);
        for (var a = 0; a < count; a++)
        {
            scratch[a] = Math.Abs(weights[a]) / Math.Sqrt(precision[a]);
        }

        var scale = Math.Max(RobustStatistics.MadToDeviation * RobustStatistics.Median(scratch), floor / Math.Sqrt(1 + Density.NoiseVariance));
        for (var a = 0; a < count; a++)
        {
            Set(sites, expectations, active[a], sites[active[a]].Value - (weights[a] / precision[a]), scale / Math.Sqrt(precision[a]));
        }

        for (var i = 0; i < sites.Length; i++)
        {
            if (!_votes[i])
            {
                Predict(sites, expectations, i, background, weights, scratch, scale);
            }
        }

        return true;
    }

    /// <summary>The expectation of a site that does not vote, from all that do.</summary>
    private void Predict(
        ReadOnlySpan<Site> sites, Span<Expectation> expectations, int site, in Background background, ReadOnlySpan<double> weights, Span<double> scratch,
            double scale)
    {
        var count = weights.Length;
        var value = background.At(sites[site]);
        for (var a = 0; a < count; a++)
        {
            scratch[a] = _covariance[(site * sites.Length) + _active[a]];
            value += scratch[a] * weights[a];
        }

        CholeskyFactor.SolveLower(_factor, count, scratch);
        var variance = 1 + Density.NoiseVariance;
        for (var a = 0; a < count; a++)
        {
            variance -= scratch[a] * scratch[a];
        }

        Set(sites, expectations, site, value, scale * Math.Sqrt(Math.Max(variance, LeastVariance)));
    }

    private void Set(ReadOnlySpan<Site> sites, Span<Expectation> expectations, int site, double value, double deviation)
    {
        expectations[site] = new Expectation(value, deviation);
        _z[site] = Math.Abs(sites[site].Value - value) / deviation;
    }

    /// <summary>Takes the vote of the sites that are far off and gives it back to those that no longer are; false when nothing changed or too few would
    /// be left.</summary>
    private bool DropTheFar(ReadOnlySpan<Site> sites)
    {
        var left = 0;
        var changed = false;
        for (var i = 0; i < sites.Length; i++)
        {
            var votes = sites[i].Votes && _z[i] <= Density.DropAt;
            changed |= votes != _votes[i];
            left += votes ? 1 : 0;
        }

        if (!changed || left < FewestVotes)
        {
            return false;
        }

        for (var i = 0; i < sites.Length; i++)
        {
            _votes[i] = sites[i].Votes && _z[i] <= Density.DropAt;
        }

        return true;
    }
}
