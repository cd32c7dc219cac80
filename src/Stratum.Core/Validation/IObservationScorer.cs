namespace Stratum.Core;

/// <summary>The confidence pipeline. It scores; it never changes or drops a signed observation.</summary>
public interface IObservationScorer
{
    /// <summary>Scores a new observation against what is known now.</summary>
    Assessment Score(Observation observation);

    /// <summary>Takes a stored observation into the history on which later scores rest. Called in order of arrival.</summary>
    void Learn(Observation observation, Assessment assessment);

    /// <summary>How far a station is believed for what it said before, 0..1; null when nothing is kept of that.</summary>
    double? ReputationOf(StationKey station) => null;

    /// <summary>Counters and settings, for /status.</summary>
    ValidationStatus Status { get; }
}
