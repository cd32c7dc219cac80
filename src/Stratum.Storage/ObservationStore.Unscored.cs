using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Scores are not in the log: what recovery replayed has none.</summary>
public sealed partial class ObservationStore
{
    /// <summary>The observations in memory that carry no score, in order of arrival: after a start, those that came from the log.</summary>
    public IReadOnlyList<StoredObservation> Unscored()
    {
        using var snapshot = OpenSnapshot();
        var unscored = new List<StoredObservation>();
        foreach (var memtable in snapshot.View.Memtables)
        {
            var rows = memtable.Rows;
            for (var i = 0; i < rows.Count; i++)
            {
                if (ReferenceEquals(rows.Rows[i].Stored.Assessment, Assessment.NotEvaluated))
                {
                    unscored.Add(rows.Rows[i].Stored);
                }
            }
        }

        unscored.Sort((left, right) => left.ArrivalNumber.CompareTo(right.ArrivalNumber));
        return unscored;
    }
}
