using Stratum.Core;
using Stratum.Mesh.Dialling;
using Stratum.Mesh.Membership;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using PeerRecord = Stratum.Mesh.Membership.PeerRecord;

namespace Stratum.Mesh.Engine;

/// <summary>HyParView: a few links in a large mesh, chosen so that it stays in one piece; found by walks and shuffles of signed records.</summary>
internal sealed partial class MeshEngine
{
    // A record is renewed while it is still believed for a week.
    private const long RecordRenewMs = 600_000;

    private readonly OwnAddresses _ownAddresses = new();
    private readonly PassiveView _passive;
    private readonly LostPeers _lost;
    private readonly FullNodes _full;
    private Protos.PeerRecord? _ownRecord;
    private string _ownRecordAddresses = "";
    private long _ownRecordMs;
    private long _shuffleDueMs;
    private long _lookDueMs;

    /// <summary>Nodes that are known and not linked.</summary>
    public IReadOnlyList<PeerRecord> Known => _passive.Records;

    private ViewOptions Views => _setup.Views;

    // Nodes that this one could link to, or has.
    private bool IsSmallMesh => _links.Count + _passive.Count <= Views.FullMeshMax;

    private long MembershipDueMs => _setup.ExchangesPeers ? Math.Min(_shuffleDueMs, _lookDueMs) : long.MaxValue;

    private void SendNeighbour(MeshLink link, Moment now, List<MeshAction> actions)
    {
        var isReunion = _lost.Remove(link.PeerId);
        if (_setup.ExchangesPeers)
        {
            var isDialler = link.Facts.IsDialler;
            var neighbour = new Neighbour
            {
                Record = OwnRecord(now),
                Join = isDialler && _links.Count == 1,
                Urgent = isDialler && (_links.Count <= Views.OwnChoiceMin || isReunion),
            };
            Send(link, new Frame { Neighbour = neighbour }, actions);
        }
    }

    private Protos.PeerRecord? OwnRecord(Moment now)
    {
        var addresses = _ownAddresses.With(_setup.ListenAddresses());
        if (addresses.Count == 0 || _setup.Sign is not { } sign)
        {
            return null;
        }

        var joined = string.Join(',', addresses);
        if (_ownRecord is null || joined != _ownRecordAddresses || now.ElapsedMs - _ownRecordMs >= RecordRenewMs)
        {
            var body = new PeerRecordBody
            {
                NetworkId = _setup.NetworkId,
                NodeId = Wire.HashColumn.Of(_setup.Self.PublicKey),
                IssuedMs = now.UnixMs,
                HighestPayloadVersion = PayloadVersions.Newest,
            };
            body.Addresses.AddRange(addresses);
            (_ownRecord, _ownRecordAddresses, _ownRecordMs) = (PeerRecord.Write(body, sign), joined, now.ElapsedMs);
        }

        return _ownRecord;
    }

    private PeerRecord? Read(MeshLink link, Protos.PeerRecord? record, Moment now) =>
        // Each costs a signature check.
        record is not null && link.Records.TryTake(1, now.ElapsedMs)
            ? PeerRecord.TryRead(
                record, _setup.NetworkId, now, _setup.VerifyRecord, PeerRecord.IsOfThisMachine(link.Facts.RemoteEndPoint.Address))
            : null;

    private string? TakeNeighbour(MeshLink link, Neighbour neighbour, Moment now, List<MeshAction> actions)
    {
        if (!_setup.ExchangesPeers)
        {
            return null;
        }

        if (Read(link, neighbour.Record, now) is { } record)
        {
            if (record.NodeId != link.PeerId)
            {
                return "the record of another node";
            }

            link.Record = record;
            _passive.Remove(record.NodeId);
        }

        if (link.Facts.IsDialler)
        {
            return null;
        }

        MakeRoom(link, neighbour.Join || neighbour.Urgent, now, actions);
        if (neighbour.Join && !link.IsClosing && link.Record is { } joined)
        {
            foreach (var other in _links.Links)
            {
                if (other != link)
                {
                    Send(other, new Frame { ForwardJoin = new ForwardJoin { Record = joined.Signed, Ttl = Views.JoinSteps } }, actions);
                }
            }
        }

        return null;
    }

    // An inbound link beyond the view: it goes, or another one does.
    private void MakeRoom(MeshLink link, bool isUrgent, Moment now, List<MeshAction> actions)
    {
        if (SharesPublicNetwork(link))
        {
            Goodbye(link, RefusalReason.ViewFull, "another link leads to the same network", now, actions);
        }
        else if (!IsSmallMesh && _links.Count > Views.ActiveMax)
        {
            var victim = isUrgent ? Droppable(link) ?? link : link;
            Goodbye(victim, RefusalReason.ViewFull, "", now, actions);
        }
    }

    private bool SharesPublicNetwork(MeshLink link) =>
        PublicNetwork.Of(link.Facts.RemoteEndPoint.Address) is { } network && !IsConfigured(link)
        && _links.Links.Any(other => other != link && !IsConfigured(other) && PublicNetwork.Of(other.Facts.RemoteEndPoint.Address) == network);

    private bool IsConfigured(MeshLink link) => _dials.Find(link.Slot) is { IsOnce: false };

    // One at random, but not: a configured one; one of the last that this node chose itself; one that it chose and whose first reconciliation is not done;
    // one of the last two that have all of an area that this node wants; the only one that speaks this node's version. What others chose is not
    // protected: strangers could fill the view with it.
    private MeshLink? Droppable(MeshLink? except)
    {
        var ownChoices = OwnChoices;
        var ownVersion = _links.Links.Count(SpeaksOwnVersion);
        var wantEverything = _setup.Interests.IsEverything ? int.MaxValue : _links.Links.Count(WantsEverything);
        var candidates = _links.Links.Where(link => link != except && !IsConfigured(link)
            && (!link.Facts.IsDialler || link.IsReconciled)
            && (!link.Facts.IsDialler || ownChoices > Views.OwnChoiceMin)
            && (!SpeaksOwnVersion(link) || ownVersion > 1)
            && (!WantsEverything(link) || wantEverything > Views.CoveringMin)).ToArray();
        return candidates.Length == 0 ? null : candidates[_setup.Random.Next(candidates.Length)];
    }

    // Whatever area this node wants, such a peer has it.
    private static bool WantsEverything(MeshLink link) => link.Peer!.Interests.IsEverything;

    private int OwnChoices => _links.Links.Count(static link => link.Facts.IsDialler);

    private static bool SpeaksOwnVersion(MeshLink link) => link.Peer!.HighestPayloadVersion >= PayloadVersions.Newest;

    private string? TakeForwardJoin(MeshLink link, ForwardJoin join, Moment now, List<MeshAction> actions)
    {
        if (join.Record is null || join.Ttl > Views.JoinSteps)
        {
            return "a join without a record or with too far a way to go";
        }

        if (!_setup.ExchangesPeers || Read(link, join.Record, now) is not { } record || record.NodeId == _setup.Self)
        {
            return null;
        }

        var others = _links.Links.Where(other => other != link && other.PeerId != record.NodeId).ToArray();
        if (join.Ttl == 0 || others.Length == 0)
        {
            Meet(record, now);
            return null;
        }

        if (join.Ttl == Views.RememberSteps)
        {
            Remember(record);
        }

        var next = others[_setup.Random.Next(others.Length)];
        Send(next, new Frame { ForwardJoin = new ForwardJoin { Record = join.Record, Ttl = join.Ttl - 1 } }, actions);
        return null;
    }

    private string? TakeShuffle(MeshLink link, Shuffle shuffle, Moment now, List<MeshAction> actions)
    {
        if (shuffle.Records.Count > Views.ShuffleRecords)
        {
            return "more records than a shuffle has";
        }

        if (!_setup.ExchangesPeers)
        {
            return null;
        }

        if (!shuffle.IsAnswer)
        {
            Send(link, new Frame { Shuffle = ShuffleOf(link, isAnswer: true, now) }, actions);
        }

        foreach (var signed in shuffle.Records)
        {
            if (Read(link, signed, now) is { } record)
            {
                Remember(record);
            }
        }

        return null;
    }

    private void Remember(PeerRecord record)
    {
        if (record.NodeId != _setup.Self && !IsLinked(record.NodeId))
        {
            _passive.Add(record);
        }
    }

    private Shuffle ShuffleOf(MeshLink with, bool isAnswer, Moment now)
    {
        var shuffle = new Shuffle { IsAnswer = isAnswer };
        if (OwnRecord(now) is { } own)
        {
            shuffle.Records.Add(own);
        }

        var linked = _links.Links.Where(link => link != with && link.Record is not null).Select(link => link.Record!).ToArray();
        _setup.Random.Shuffle(linked);
        foreach (var record in linked.Take((Views.ShuffleRecords - 1) / 2).Concat(_passive.Sample(Views.ShuffleRecords)))
        {
            if (shuffle.Records.Count < Views.ShuffleRecords)
            {
                shuffle.Records.Add(record.Signed);
            }
        }

        return shuffle;
    }

    private void ElapseMembership(Moment now, List<MeshAction> actions)
    {
        if (now.ElapsedMs >= _shuffleDueMs && _setup.ExchangesPeers)
        {
            _shuffleDueMs = now.ElapsedMs + Views.ShuffleMs + _setup.Random.Next(Views.ShuffleMs / 10);
            var links = _links.Links.ToArray();
            if (links.Length > 0)
            {
                var link = links[_setup.Random.Next(links.Length)];
                Send(link, new Frame { Shuffle = ShuffleOf(link, isAnswer: false, now) }, actions);
            }
        }

        if (now.ElapsedMs >= _lookDueMs && _setup.ExchangesPeers)
        {
            _lookDueMs = now.ElapsedMs + Views.LookMs + _setup.Random.Next(Views.LookMs / 10);
            Look(now, actions);
        }
    }

    private void Look(Moment now, List<MeshAction> actions)
    {
        if (_links.Count == 0)
        {
            _dials.Wake(now);
        }

        if (!IsSmallMesh && _links.Count > Views.ActiveMax && Droppable(except: null) is { } surplus)
        {
            Goodbye(surplus, RefusalReason.ViewFull, "", now, actions);
        }

        foreach (var record in _lost.TakeDue(Views.DialsMax, now.ElapsedMs))
        {
            Meet(record, now);
        }

        var wanted = IsSmallMesh ? int.MaxValue : Views.ActiveWanted;
        foreach (var record in _passive.Sample(Views.DialsMax))
        {
            // Who is only ever chosen by others can be surrounded by them.
            if ((_links.Count + _dials.OnceCount < wanted || OwnChoices + _dials.OnceCount < Views.OwnChoiceMin)
                && (_links.Count == 0 || !_full.Contains(record.NodeId, now.ElapsedMs)))
            {
                Meet(record, now);
            }
        }
    }

    private void Meet(PeerRecord record, Moment now)
    {
        if (record.NodeId != _setup.Self && !IsLinked(record.NodeId) && _dials.OnceCount < Views.DialsMax)
        {
            _dials.AddOnce(record.Addresses[_setup.Random.Next(record.Addresses.Count)], record.NodeId, now);
            Remember(record);
        }
    }

    // A node that was found and is not there is forgotten; one that sent this node away is known for later.
    private void AfterDown(DialSlot? slot, PeerRecord? record, RefusalReason reason, Moment now)
    {
        if (record is not null && reason is (RefusalReason.Unreachable or RefusalReason.Silent) && !IsLinked(record.NodeId))
        {
            _lost.Add(record, now.ElapsedMs);
        }

        if (slot is { IsOnce: true, Pinned: { } full } && reason == RefusalReason.ViewFull)
        {
            _full.Add(full, now.ElapsedMs);
        }

        if (reason is RefusalReason.ViewFull or RefusalReason.TooManyLinks or RefusalReason.Shutdown && record is not null)
        {
            Remember(record);
        }
        else if (slot is { IsOnce: true, Pinned: { } nodeId } && reason is not (RefusalReason.DuplicateLink or RefusalReason.ViewFull))
        {
            _passive.Remove(nodeId);
        }
    }
}
