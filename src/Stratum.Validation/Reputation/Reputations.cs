using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The reputation of at most so many stations. Safe for concurrent use.</summary>
internal sealed class Reputations(int max, ISignerTrust trust)
{
    private readonly Lock _lock = new();
    private readonly RecentlyHeard<StationKey, StationRecord> _stations = new(max);

    /// <summary>The estimate; the prior for a station that was never judged.</summary>
    public double Of(StationKey station)
    {
        var prior = trust.StandingOf(station.NodeId) == SignerStanding.Unknown ? StationRecord.StrangerPrior : StationRecord.KnownPrior;
        lock (_lock)
        {
            return _stations.TryGet(station, out var record) ? record.Estimate(prior) : prior;
        }
    }

    /// <summary>
    /// Takes the verdicts of a window: one for each station, wrong when any of its values was found wrong. What nobody could be compared with is no
    /// evidence, or a lone station would earn a name by saying anything; nor is what is said of rooms and freezers.
    /// </summary>
    public void Take(IReadOnlyList<Observation> window, Assessment[] assessments)
    {
        var verdicts = new Dictionary<StationKey, (bool Right, long Timestamp)>();
        for (var i = 0; i < window.Count; i++)
        {
            if (window[i].Series.Deployment != Deployment.Outdoor)
            {
                continue;
            }

            var wrong = assessments[i].Flag is QualityFlag.Suspect or QualityFlag.Fail;
            if (wrong || assessments[i].Spatial is not null)
            {
                var station = window[i].Series.Station;
                var before = verdicts.TryGetValue(station, out var known) ? known : (Right: true, window[i].Timestamp);
                verdicts[station] = (before.Right && !wrong, Math.Max(before.Timestamp, window[i].Timestamp));
            }
        }

        lock (_lock)
        {
            foreach (var (station, verdict) in verdicts)
            {
                _stations.Touch(station, static _ => new StationRecord()).Add(verdict.Right, verdict.Timestamp);
            }
        }
    }
}
