using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Budgets;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// What a received observation must pass, cheapest first (MESH, "Dissemination"): version, fields, time window, deny list, seen-cache,
/// store look-up, budget of the link, budget of the signer, Ed25519. The size was checked with the frame. Shared by every link.
/// </summary>
internal sealed class ObservationGate(GateOptions options, SeenCache seen, IObservationStore store, Func<NodeId, bool> isDenied, SignatureCheck verify)
{
    private readonly Lock _gate = new();
    private readonly SignerBudgets _signers = new(options.SignerPerSecond, options.SignerBurst, options.SignersMax);

    /// <summary>Judges one row that came on a link. None: verified, new, and in the seen-cache from now on.</summary>
    public RejectReason Judge(UnverifiedObservation row, int link, TokenBucket linkBudget, bool isLive, long nowMs, out SignedObservation? verified)
    {
        verified = null;
        var observation = row.Observation;
        var reason = CheckFields(observation, nowMs);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        var id = CanonicalForm.ContentIdOf(observation);
        lock (_gate)
        {
            if (seen.Contains(id))
            {
                return RejectReason.Duplicate;
            }
        }

        if (store.Contains(id, observation.Timestamp))
        {
            return RejectReason.Duplicate;
        }

        if (!linkBudget.TryTake(1, nowMs))
        {
            return RejectReason.LinkBudget;
        }

        return isLive && !TakeSignerBudget(observation.Series.Signer, nowMs)
            ? RejectReason.SignerBudget
            : Verify(row, id, link, out verified);
    }

    /// <summary>The link that brought an id, for the decision where to send it on.</summary>
    public int? SourceOf(ContentId id)
    {
        lock (_gate)
        {
            return seen.SourceOf(id);
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

    private RejectReason CheckFields(Observation observation, long nowMs) =>
        observation.Series.PayloadVersion > PayloadVersions.Newest ? RejectReason.FutureVersion
        : observation.Series.PayloadVersion < 1 || !IsFinite(observation) ? RejectReason.InvalidContent
        : observation.Timestamp > (nowMs / 1000) + options.FutureSecondsMax ? RejectReason.FutureTimestamp
        : observation.Timestamp < store.RetentionFloor ? RejectReason.Expired
        : isDenied(observation.Series.Signer) ? RejectReason.DeniedSigner
        : RejectReason.None;

    // The canonical writer takes finite numbers only; the rest of the rules is checked with the signature.
    private static bool IsFinite(Observation observation) => double.IsFinite(observation.Value)
        && observation.Position is not { IsValid: false }
        && (observation.Altitude is not { } altitude || double.IsFinite(altitude));

    private bool TakeSignerBudget(NodeId signer, long nowMs)
    {
        lock (_gate)
        {
            return _signers.TryTake(signer, nowMs);
        }
    }

    private RejectReason Verify(UnverifiedObservation row, ContentId id, int link, out SignedObservation? verified)
    {
        switch (verify(row.Observation, row.Signature, out verified))
        {
            case VerificationResult.Valid:
                lock (_gate)
                {
                    return seen.Add(id, link) ? RejectReason.None : RejectReason.Duplicate;
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
