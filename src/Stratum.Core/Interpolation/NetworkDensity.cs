namespace Stratum.Core;

/// <summary>
/// How dense a network is, and what follows from it. In a dense one a thermometer stands for its surroundings and errors stand out;
/// in a sparse one valley and coast make differences that are no errors, with heavier tails. Everything between follows the logarithm of the
/// distance to the tenth neighbour. Chosen on berlin-temperature (dense end) and re-injections into metno-synop (sparse end), as plateaus and not as peaks.
/// </summary>
public readonly record struct NetworkDensity
{
    /// <summary>Correlation length of a dense network in km (VALIDATION, section 3 item 2), also the least.</summary>
    private const double DenseKm = 3;

    /// <summary>Correlation length of a sparse network in km (same), also the most.</summary>
    private const double SparseKm = 50;

    /// <summary>"Distance to the ~10th neighbour" (same).</summary>
    private const int Neighbour = 10;

    /// <summary>What follows from a median distance to the tenth neighbour.</summary>
    public NetworkDensity(double tenthNeighbourKm)
    {
        LengthKm = Math.Clamp(tenthNeighbourKm, DenseKm, SparseKm);
        var sparse = Math.Log(LengthKm / DenseKm) / Math.Log(SparseKm / DenseKm);
        HalfAt = double.Lerp(DenseHalfAt, SparseHalfAt, sparse);
        DropAt = double.Lerp(3, 4, sparse);
        NoiseVariance = double.Lerp(1, 0.5, sparse);
        FloorFactor = double.Lerp(1, 2, sparse);
    }

    /// <summary>z at which right and wrong are equally likely in a dense network.</summary>
    public const double DenseHalfAt = 2.8;

    /// <summary>The same in a sparse network: one default for both would flag a twentieth of a mountain network.</summary>
    public const double SparseHalfAt = 3.2;

    /// <summary>Distance in km over which differences are alike (the Gaussian correlation's length).</summary>
    public double LengthKm { get; }

    /// <summary>z at which right and wrong are equally likely.</summary>
    public double HalfAt { get; }

    /// <summary>A site beyond this z loses its vote ("2.5..4", same).</summary>
    public double DropAt { get; }

    /// <summary>Variance of a single site's own error over the variance that it shares with its surroundings ("0.5..2", same).</summary>
    public double NoiseVariance { get; }

    /// <summary>Times the quantity's scale floor.</summary>
    public double FloorFactor { get; }

    /// <summary>The density of the voting sites; <paramref name="tenths"/> is room for as many values as there are sites.</summary>
    public static NetworkDensity Of(ReadOnlySpan<Site> sites, Span<double> tenths)
    {
        Span<double> nearest = stackalloc double[Neighbour];
        var voters = 0;
        for (var i = 0; i < sites.Length; i++)
        {
            if (sites[i].Votes)
            {
                tenths[voters++] = TenthNeighbourKm(sites, i, nearest);
            }
        }

        return new NetworkDensity(voters == 0 ? SparseKm : RobustStatistics.Median(tenths[..voters]));
    }

    /// <summary>Distance of the tenth voting site, or of the last when there are fewer; keeps the nearest ones in order, which beats sorting all.</summary>
    private static double TenthNeighbourKm(ReadOnlySpan<Site> sites, int site, Span<double> nearest)
    {
        var count = 0;
        for (var j = 0; j < sites.Length; j++)
        {
            if (j == site || !sites[j].Votes)
            {
                continue;
            }

            var distance = sites[site].SquaredDistanceKmTo(sites[j]);
            if (count == Neighbour && distance >= nearest[^1])
            {
                continue;
            }

            var place = count < Neighbour ? count++ : Neighbour - 1;
            for (; place > 0 && nearest[place - 1] > distance; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = distance;
        }

        return count == 0 ? SparseKm : Math.Sqrt(nearest[count - 1]);
    }
}
