namespace Stratum.Simulation.Mesh;

/// <summary>
/// The way from one node to another: drawn for each pair and each direction, and the same for every connection and datagram that takes it, however often
/// the two meet. Drawn from the seed by the nodes' numbers, so that what happens elsewhere does not change it.
/// </summary>
/// <param name="DelayMs">One way.</param>
/// <param name="Loss">Of packets, 0 to 1.</param>
/// <param name="BytesPerSecond">Of each connection.</param>
internal readonly record struct SimPath(double DelayMs, double Loss, double BytesPerSecond)
{
    public static SimPath Between(SimOptions options, SimNode from, SimNode to)
    {
        var state = Mix(((ulong)(uint)options.Seed << 40) ^ ((ulong)(uint)from.Number << 20) ^ (uint)to.Number);
        var delay = Next(ref state);
        var loss = Next(ref state);
        var isSlow = Next(ref state) < options.SlowShare;
        return new SimPath(
            options.DelayMs * Around(delay, options.DelaySpread),
            Math.Min(1, options.Loss * Around(loss, options.LossSpread)),
            isSlow ? options.SlowBytesPerSecond : options.BytesPerSecond);
    }

    // 1, give or take the spread.
    private static double Around(double drawn, double spread) => 1 + ((drawn - 0.5) * 2 * spread);

    private static double Next(ref ulong state) => ((state = Mix(state)) >> 11) * (1.0 / (1UL << 53));

    // SplitMix64 (Steele, Lea, Flood 2014): three numbers a path, without keeping millions of them.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
