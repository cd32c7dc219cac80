using Stratum.Core;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>Observations from link to link.</summary>
internal sealed partial class MeshEngine
{
    // One being sent and one behind it keep a link busy; more would only wait where the outbox no longer sees them.
    private const int GossipInFlightMax = 2;

    // A few minutes of a mesh of a hundred stations: what a link lost that broke.
    private const int SpreadMax = 1_000;

    // In a large mesh an end whose view is full may send a new link away at once. Had it brought anything first, the trees would lead by it, and the
    // next observations would have to be asked for elsewhere. Announcements wait for 250 ms: a link that does not stay says nothing.
    private const long SettleMs = 1_000;

    private void OnPublished(MeshEvent.Published published, Moment now, List<MeshAction> actions)
    {
        foreach (var observation in published.Observations)
        {
            _setup.Gate.AddOwn(observation.ContentId);
            _tree.OnNew(observation, link: 0);
            Announce(observation, from: null, now);
        }

        FlushLinks(now, actions);
    }

    // Forwarded is what verified and is durable here, nothing else; what reconciliation brought, too.
    private void OnTaken(MeshEvent.Taken taken, Moment now, List<MeshAction> actions)
    {
        var link = _connections.GetValueOrDefault(taken.Link);
        if (taken.Batch.Purpose == BatchPurpose.Live)
        {
            foreach (var observation in taken.Batch.Stored)
            {
                _tree.OnNew(observation, taken.Link, taken.Batch.HopsOf(observation.Series.Signer));
                Announce(observation, taken.Link, now);
            }
        }
        else
        {
            Spread(taken.Batch.Stored, taken.Link, link, now);
        }

        foreach (var row in taken.Batch.Refused)
        {
            if (IsUnwanted(row))
            {
                _tree.OnRefused(IdPrefix.Of(row.Id));
            }
        }

        if (link is { IsClosing: false })
        {
            if (taken.Batch.Problem is { } problem)
            {
                Punish(link, PeerScores.Malformed, RefusalReason.Malformed, problem, now, actions);
            }
            else
            {
                PruneDuplicates(link, taken.Batch, actions);
                ContinueBackfill(link, taken.Batch, now, actions);
                JudgeSender(link, taken.Batch.Refused, now, actions);
            }
        }

        FlushLinks(now, actions);
    }

    // A bad copy must not keep the good one away, nor a link that is over its budget the copies of others, and a store may take writes again; all else
    // would be refused again, whoever brings it.
    private static bool IsUnwanted(in RefusedRow row) =>
        row.Id != default && row.Reason is not (RejectReason.BadSignature or RejectReason.LinkBudget or RejectReason.StoreStopped);

    // The first of a run travel on like live ones. A node that was away for long gets the past of the whole mesh, which most neighbours have, too: what comes
    // on top they find by a run of their own once this one is over.
    private void Spread(IReadOnlyList<SignedObservation> stored, long from, MeshLink? link, Moment now)
    {
        foreach (var observation in stored)
        {
            _tree.OnHeld(observation);
            if (link is null || link.SpreadInRun < SpreadMax)
            {
                Announce(observation, from, now);
            }

            if (link is not null)
            {
                link.SpreadInRun++;
            }
        }
    }

    private void JudgeSender(MeshLink link, IReadOnlyList<RefusedRow> refused, Moment now, List<MeshAction> actions)
    {
        foreach (var row in refused)
        {
            if (row.Reason == RejectReason.FutureVersion && _newerVersions.IsDue(row.Signer, now))
            {
                actions.Add(new MeshAction.NewerVersionSeen(row.Signer));
            }
            else if (row.Reason == RejectReason.SeriesBudget && _seriesRefused.IsDue(row.Signer, now))
            {
                actions.Add(new MeshAction.SeriesRefused(row.Signer));
            }

            // Whoever forwards verifies first: a bad signature or content is the neighbour's own doing. Spam that is validly signed is not.
            if (row.Reason is RejectReason.BadSignature or RejectReason.InvalidContent && !link.IsClosing)
            {
                Punish(link, PeerScores.BadSignature, RefusalReason.BadSignatures, RejectReasons.NameOf(row.Reason), now, actions);
            }
        }
    }

    private void Announce(SignedObservation observation, long? from, Moment now)
    {
        _targets.Clear();
        foreach (var link in _links.Links)
        {
            if (link.Number != from && observation.Series.PayloadVersion <= link.Peer!.HighestPayloadVersion
                && observation.Timestamp >= link.Peer.RetentionFloor && link.Peer.Interests.Wants(observation.Observation))
            {
                _targets.Add(link);
            }
        }

        _fanout.Choose(_targets);
        foreach (var link in _targets)
        {
            if (UsesTree && (link.Pruned.Contains(observation.Series.Signer) || (now.ElapsedMs - link.Up.ElapsedMs < SettleMs && !IsSmallMesh)))
            {
                link.Announcements.Add(IdPrefix.Of(observation.ContentId), now.ElapsedMs);
            }
            else
            {
                link.Outbox.Add(observation, now.ElapsedMs);
            }
        }
    }

    private void FlushLinks(Moment now, List<MeshAction> actions)
    {
        foreach (var link in _links.Links)
        {
            Flush(link, now, actions);
        }
    }

    private void Flush(MeshLink link, Moment now, List<MeshAction> actions)
    {
        while (link.GossipInFlight < GossipInFlightMax && link.Outbox.TryTake(now.ElapsedMs, out var batch))
        {
            SendBatch(link, batch, actions);
        }
    }

    // What waits goes out before the goodbye, without its 50 ms.
    private void FlushAll(MeshLink link, Moment now, List<MeshAction> actions)
    {
        while (link.Outbox.TryTake(now.ElapsedMs + Outbox.DelayMs, out var batch))
        {
            SendBatch(link, batch, actions);
        }
    }

    private void SendBatch(MeshLink link, ObservationBatch batch, List<MeshAction> actions)
    {
        link.GossipInFlight++;
        if (UsesTree)
        {
            batch.SignerHops = SignerHops.Write(batch.Signers, _tree);
        }

        var frame = new Frame { Gossip = batch };
        _setup.Counters.CountBatch(batch.RowValues.Count, frame.CalculateSize());
        Send(link, frame, actions);
    }

    private void OnSent(MeshEvent.Sent sent, Moment now, List<MeshAction> actions)
    {
        if (_connections.TryGetValue(sent.Link, out var link) && !link.IsClosing && sent.IsGossip)
        {
            link.GossipInFlight--;
            Flush(link, now, actions);
        }
    }
}
