using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// Takes the batches of one link: reads the columns, has every row judged, and joins the verdicts with what the store said. Between the two
/// steps stands the store, which is the caller's business. One batch at a time.
/// </summary>
internal sealed class BatchJudge(ObservationGate gate, MeshCounters counters, long link, TokenBucket budget)
{
    private readonly ObservationBatchReader _reader = new();
    private readonly List<UnverifiedObservation> _rows = [];

    /// <summary>Observations to store, and what is known of the others.</summary>
    public JudgedBatch Judge(ObservationBatch batch, BatchPurpose purpose, Moment now)
    {
        if (!_reader.TryRead(batch, _rows, out var problem))
        {
            return new JudgedBatch { Purpose = purpose, Problem = problem };
        }

        var judged = new JudgedBatch { Purpose = purpose, Hops = SignerHops.Read(batch) };
        foreach (ref readonly var row in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows))
        {
            var verdict = gate.Judge(row, link, budget, purpose == BatchPurpose.Live, now);
            counters.CountReceived(verdict.Reason);
            if (verdict.Verified is { } verified)
            {
                _reader.Keep(verified.Series);
                judged.Verified.Add(verified);
            }
            else if (verdict.Reason == RejectReason.Duplicate)
            {
                judged.DuplicateSigners.Add(row.Observation.Series.Signer);
            }
            else
            {
                judged.Refused.Add(new RefusedRow(verdict.Id ?? default, row.Observation.Series.Signer, verdict.Reason));
            }
        }

        _rows.Clear();
        return judged;
    }

    /// <summary>Outcomes stand in the order of <see cref="JudgedBatch.Verified"/>; null when the store takes no writes.</summary>
    public TakenBatch Complete(JudgedBatch judged, IReadOnlyList<AppendOutcome>? outcomes)
    {
        var stored = new List<SignedObservation>(judged.Verified.Count);
        for (var i = 0; i < judged.Verified.Count; i++)
        {
            var observation = judged.Verified[i];
            var reason = ReasonOf(outcomes?[i]);
            if (reason == RejectReason.None)
            {
                stored.Add(observation);
            }
            else if (reason != RejectReason.Duplicate)
            {
                gate.Forget(observation.ContentId);
                counters.CountReceived(reason);
                judged.Refused.Add(new RefusedRow(observation.ContentId, observation.Series.Signer, reason));
            }
        }

        return new TakenBatch
        {
            Purpose = judged.Purpose,
            Problem = judged.Problem,
            Stored = stored,
            Refused = judged.Refused,
            DuplicateSigners = judged.DuplicateSigners,
            Hops = judged.Hops,
        };
    }

    /// <summary>Nobody knows what became of the batch: it may come again.</summary>
    public void Abandon(JudgedBatch judged)
    {
        foreach (var observation in judged.Verified)
        {
            gate.Forget(observation.ContentId);
        }
    }

    private static RejectReason ReasonOf(AppendOutcome? outcome) => outcome switch
    {
        AppendOutcome.Added => RejectReason.None,
        AppendOutcome.Duplicate => RejectReason.Duplicate,
        AppendOutcome.Expired => RejectReason.Expired,
        AppendOutcome.TooManySeries => RejectReason.TooManySeries,
        AppendOutcome.UntrustedSigner => RejectReason.UntrustedSigner,
        AppendOutcome.NoRoom => RejectReason.NoRoom,
        _ => RejectReason.StoreStopped,
    };
}
