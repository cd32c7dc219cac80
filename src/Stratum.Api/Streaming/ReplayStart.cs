using Stratum.Core;

namespace Stratum.Api;

/// <summary>Where a resumed stream begins: after the cursor, but no further back than stream_replay_hours.</summary>
internal static class ReplayStart
{
    /// <summary>
    /// The arrival number of the first observation to replay; one more than <paramref name="newest"/> when there is none. A binary
    /// search over arrival numbers, since received_at follows them: some forty seeks, however much lies before.
    /// </summary>
    public static long FirstArrivalAfter(ApiServices services, long after, long newest)
    {
        var horizonMs = services.Time.GetUtcNow().AddHours(-services.Options.StreamReplayHours).ToUnixTimeMilliseconds();
        var first = FirstAfter(services.Store, after);
        var low = first?.ArrivalNumber ?? newest + 1;
        if (first is null || first.ReceivedAtMs >= horizonMs)
        {
            return low;
        }

        var high = newest + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var row = FirstAfter(services.Store, middle - 1);
            if (row is null || row.ReceivedAtMs >= horizonMs)
            {
                high = middle;
            }
            else
            {
                low = row.ArrivalNumber + 1;
            }
        }

        return Math.Min(low, newest + 1);
    }

    private static StoredObservation? FirstAfter(IObservationStore store, long arrival)
    {
        foreach (var row in store.ReadArrivals(arrival))
        {
            return row;
        }

        return null;
    }
}
