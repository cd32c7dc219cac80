using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Budgets;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// What a received observation must pass, cheapest first (MESH, "Dissemination"): version, fields, time window, deny list, seen-cache,
/// store look-up, budget of the link, budget of the signer, Ed25519. The size was checked with the frame. Shared by every link.
/// </summary>
internal sealed class ObservationGate(GateOptions options, SeenCache seen, IMeshStore store, Func<NodeId, bool> isDenied, SignatureCheck verify)
{
    private readonly Lock _gate = new();
    private readonly SignerBudgets _signers = new(options);
    private readonly SeriesBudgets _series = new(options);

    /// <summary>
    /// Judges one row that came on a link. None: verified, new, and in the seen-cache from now on. The budgets are for gossip: what a run of
    /// reconciliation brings comes one batch at a time, and each was asked for or waits for its answer. Series may begin as seldom by either.
    /// </summary>
    public GateVerdict Judge(in UnverifiedObservation row, long link, TokenBucket linkBudget, bool isLive, Moment now)
    {
        var observation = row.Observation;
        var reason = CheckFields(observation, now);
        if (reason is RejectReason.FutureVersion or RejectReason.InvalidContent)
        {
            return new GateVerdict(reason, null, null);
        }

        var id = CanonicalForm.ContentIdOf(observation);
        var isNewSeries = false;
        if (reason == RejectReason.None)
        {
            reason = CheckKnownAndBudgets(observation, id, linkBudget, isLive, now, out isNewSeries);
        }

        SignedObservation? verified = null;
        if (reason == RejectReason.None)
        {
            reason = Verify(row, id, link, isNewSeries, now, out verified);
        }

        return new GateVerdict(reason, reason == RejectReason.None ? verified : null, id);
    }

    /// <summary>An observation that entered the mesh here: what neighbours echo is known without asking the store.</summary>
    public void AddOwn(ContentId id)
    {
        lock (_gate)
        {
            seen.Add(id, link: 0);
        }
    }

    /// <summary>The store did not keep it.</summary>
    public void Forget(ContentId id)
    {
        lock (_gate)
        {
            seen.Forget(id);
        }
    }

    private RejectReason CheckFields(Observation observation, Moment now) =>
        observation.Series.PayloadVersion > PayloadVersions.Newest ? RejectReason.FutureVersion
        : observation.Series.PayloadVersion < 1 || !IsFinite(observation) ? RejectReason.InvalidContent
        : observation.Timestamp > now.UnixSeconds + options.FutureSecondsMax ? RejectReason.FutureTimestamp
        : observation.Timestamp < store.RetentionFloor ? RejectReason.Expired
        : isDenied(observation.Series.Signer) ? RejectReason.DeniedSigner
        : RejectReason.None;

    // The canonical writer takes finite numbers only; the rest of the rules is checked with the signature.
    private static bool IsFinite(Observation observation) => double.IsFinite(observation.Value)
        && observation.Position is not { IsValid: false }
        && (observation.Altitude is not { } altitude || double.IsFinite(altitude));

    private RejectReason CheckKnownAndBudgets(Observation observation, ContentId id, TokenBucket linkBudget, bool isLive, Moment now, out bool isNewSeries)
    {
        isNewSeries = false;
        lock (_gate)
        {
            if (seen.Contains(id))
            {
                return RejectReason.Duplicate;
            }
        }

        if (store.Contains(observation, id))
        {
            return RejectReason.Duplicate;
        }

        if (isLive && !linkBudget.TryTake(1, now.ElapsedMs))
        {
            return RejectReason.LinkBudget;
        }

        isNewSeries = !store.Holds(observation.Series);
        lock (_gate)
        {
            return isLive && !_signers.TryTake(observation.Series.Signer, CanonicalForm.LengthBound(observation), now.ElapsedMs) ? RejectReason.SignerBudget
                : isNewSeries && !_series.HasRoom(observation.Series, now.ElapsedMs) ? RejectReason.SeriesBudget
                : RejectReason.None;
        }
    }

    private RejectReason Verify(in UnverifiedObservation row, ContentId id, long link, bool isNewSeries, Moment now, out SignedObservation? verified)
    {
        switch (verify(row.Observation, row.Signature, out verified))
        {
            case VerificationResult.Valid:
                lock (_gate)
                {
                    return isNewSeries && !_series.TryBegin(row.Observation.Series, now.ElapsedMs) ? RejectReason.SeriesBudget
                        : seen.Add(id, link) ? RejectReason.None
                        : RejectReason.Duplicate;
                }

            case VerificationResult.FutureVersion:
                return RejectReason.FutureVersion;
            case VerificationResult.InvalidContent:
                return RejectReason.InvalidContent;
            default:
                return RejectReason.BadSignature;
        }
    }
}
