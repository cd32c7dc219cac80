namespace Stratum.Core;

/// <summary>
/// The node's store: a grow-only set of signed observations inside retention. Appending the same content again changes
/// nothing, and the final set does not depend on the order of arrival.
/// </summary>
public interface IObservationStore : ILatestObservations, IAsyncDisposable
{
    /// <summary>
    /// Appends a batch and completes when it is durable. Outcomes stand in the order of the batch. Waits while the writer's
    /// queue is full. Throws <see cref="StoreStoppedException"/> once a write or fsync has failed; it is never retried.
    /// </summary>
    ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<NewObservation> batch, CancellationToken cancellationToken);

    /// <summary>Whether the content is held. The timestamp says in which part of the store to look.</summary>
    bool Contains(ContentId contentId, long timestamp);

    /// <summary>Whether anything of the series is held.</summary>
    bool Holds(Series series);

    /// <summary>One content, or null. The timestamp says in which part of the store to look.</summary>
    StoredObservation? Find(ContentId contentId, long timestamp);

    /// <summary>
    /// The content that the caller has, with its id, or null: much cheaper than by the id alone, for which the ids of an hour may have to be computed.
    /// </summary>
    StoredObservation? Find(Observation observation, ContentId contentId) => Find(contentId, observation.Timestamp);

    /// <summary>Replaces the score of a held content; ignored when it is not held. Not in the write-ahead log.</summary>
    void SetAssessment(Observation observation, ContentId contentId, Assessment assessment);

    /// <summary>
    /// Observations in the order and after the cursor that the query asks for, read from one snapshot: what is appended
    /// during the enumeration does not appear. Lazy; stop early to read less.
    /// </summary>
    IEnumerable<StoredObservation> Query(ObservationQuery query);

    /// <summary>
    /// What was observed from an instant on (Unix seconds), over all series in order of time, of one moment: without signature, score and arrival, and
    /// with little memory. A content whose signature was replaced may come twice.
    /// </summary>
    IEnumerable<Observation> ReadContents(long from) =>
        Query(new ObservationQuery { From = from, AllDuplicates = true }).Select(static stored => stored.Observation.Observation);

    /// <summary>Observations with an arrival number above <paramref name="afterArrival"/>, in order of arrival.</summary>
    IEnumerable<StoredObservation> ReadArrivals(long afterArrival);

    /// <summary>The cursor that continues a <see cref="Query"/> after this observation; opaque, stable over flush, merge and restart.</summary>
    string CursorAfter(StoredObservation observation);

    /// <summary>Whether the text is a cursor that <see cref="CursorAfter"/> could have made.</summary>
    bool IsCursor(string text);

    /// <summary>In which life of the store arrival numbers are given; with it they are cursors that can be told from those of another one.</summary>
    ArrivalEpoch Epoch => default;

    /// <summary>The arrival number of the newest durable observation; 0 in an empty store.</summary>
    long LastArrival { get; }

    /// <summary>
    /// Unix seconds: older observations of others are not taken, not kept and not offered, and one's own are not offered. Moves
    /// back only when it lay in the future and the clock is confirmed.
    /// </summary>
    long RetentionFloor { get; }

    /// <summary>Size, health and counters, for /status.</summary>
    StoreStatus Status { get; }
}
