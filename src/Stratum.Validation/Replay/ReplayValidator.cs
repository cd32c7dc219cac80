using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The engine of <c>stratum validate</c>: replays a network's history in order of time through the window pass. Every observation is
/// scored from what is known when its window of ten minutes closes, never from what comes later.
/// </summary>
public sealed class ReplayValidator
{
    private readonly ReplayedStations _stations = new();
    private readonly WindowScorer _scorer;

    /// <summary>Creates a validator without any past.</summary>
    public ReplayValidator(QuantityRegistry registry, ValidationOptions options) => _scorer = new WindowScorer(_stations, registry, options);

    /// <summary>
    /// Scores the observations; the result has the order of the input, whatever that is. <paramref name="progress"/> is told how many
    /// are done after each window.
    /// </summary>
    public Assessment[] Score(IReadOnlyList<Observation> observations, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var order = new int[observations.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) =>
        {
            var byTime = observations[a].Timestamp.CompareTo(observations[b].Timestamp);
            return byTime != 0 ? byTime : a.CompareTo(b);
        });
        var assessments = new Assessment[order.Length];
        var window = new List<Observation>();
        for (var start = 0; start < order.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = start;
            window.Clear();
            var number = WindowOf(observations[order[start]]);
            for (; end < order.Length && WindowOf(observations[order[end]]) == number; end++)
            {
                window.Add(observations[order[end]]);
                _stations.Take(observations[order[end]]);
            }

            var scored = _scorer.Close(window);
            for (var i = start; i < end; i++)
            {
                assessments[order[i]] = scored[i - start];
            }

            start = end;
            progress?.Report(end);
        }

        return assessments;
    }

    private static long WindowOf(Observation observation) => observation.Timestamp / WindowScorer.WindowSeconds;
}
