using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>A made-up city: hourly temperatures of sixty gardens, each with its own habits, under one sky.</summary>
internal sealed class City
{
    public const int Gardens = 60;

    public const int Hours = 96;

    private readonly double[,] _values = new double[Gardens, Hours];

    public City(int seed)
    {
        var random = new Random(seed);
        for (var garden = 0; garden < Gardens; garden++)
        {
            var (offset, swing) = ((random.NextDouble() - 0.5) * 0.8, 1 + ((random.NextDouble() - 0.5) * 0.1));
            for (var hour = 0; hour < Hours; hour++)
            {
                _values[garden, hour] = offset + (swing * Sky(hour)) + ((random.NextDouble() + random.NextDouble() - 1) * 0.5);
            }
        }
    }

    /// <summary>The weather: warm afternoons, no day like the other.</summary>
    public static double Sky(double hour) => 15 + (6 * Math.Sin((hour - 9) * Math.PI / 12)) + (2 * Math.Sin(hour / 17)) + (1.2 * Math.Sin(hour / 2.3));

    public double this[int garden, int hour]
    {
        get => _values[garden, hour];
        set => _values[garden, hour] = value;
    }

    public List<Observation> Observations()
    {
        var all = new List<Observation>();
        for (var hour = 0; hour < Hours; hour++)
        {
            for (var garden = 0; garden < Gardens; garden++)
            {
                var place = Observed.Away(garden / 8 * 1.3, garden % 8 * 1.4);
                all.Add(Observed.Of("temperature", Math.Round(_values[garden, hour], 1), Observed.Noon + (hour * 3600L), $"g{garden}", place));
            }
        }

        return all;
    }

    /// <summary>The assessments by garden and hour.</summary>
    public Assessment[,] Score()
    {
        var scored = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(Observations());
        var byGarden = new Assessment[Gardens, Hours];
        for (var i = 0; i < scored.Length; i++)
        {
            byGarden[i % Gardens, i / Gardens] = scored[i];
        }

        return byGarden;
    }
}
