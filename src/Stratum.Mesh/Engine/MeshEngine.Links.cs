using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Dialling;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;
using Stratum.Mesh.Withdrawals;

namespace Stratum.Mesh.Engine;

/// <summary>Links from the first byte to the last.</summary>
internal sealed partial class MeshEngine
{
    /// <summary>The version of the protocol in docs/PROTOCOL.md.</summary>
    public const uint ProtocolVersion = 1;

    // What a peer says of a reason goes to the log up to here.
    private const int DetailCharactersMax = 200;

    private const long RefusalLogPeriodMs = 60_000;

    private void OnOpened(MeshEvent.Opened opened, Moment now, List<MeshAction> actions)
    {
        var link = NewLink(opened, now);
        _connections.Add(opened.Link, link);
        if (_isStopping)
        {
            CloseRefused(link, RefusalReason.Shutdown, "", byPeer: false, now, actions);
        }
        else if (_connections.Count - _links.Count > _setup.HandshakesMax)
        {
            CloseRefused(link, RefusalReason.TooManyLinks, $"{_setup.HandshakesMax} handshakes go on already", byPeer: false, now, actions);
        }
        else if (opened.Facts.IsDialler && IsLinked(link.PeerId))
        {
            // Another address of a node that is linked already. It hears no Hello, or it would take this for a new link.
            CloseRefused(link, RefusalReason.DuplicateLink, "", byPeer: false, now, actions);
        }
        else
        {
            link.Handshake = new LinkHandshake(SetupOf(link));
            Do(link, link.Handshake.Handle(new HandshakeEvent.Opened(now)), now, actions);
        }
    }

    private MeshLink NewLink(MeshEvent.Opened opened, Moment now)
    {
        var refused = new RefusedIds(_setup.Backfill.RefusedIdsMax);
        return new MeshLink(opened.Link, opened.Facts, opened.Slot, now)
        {
            WindowHours = _dials.WindowHoursOf(_dials.Find(opened.Slot), opened.Facts.PeerId) ?? _setup.WindowHours,
            Outbox = new Outbox(_setup.OutboxMax),
            Driver = new BackfillDriver(opened.Link, _setup.Store, _setup.Backfill, refused, _hours, _claims),
            Responder = new BackfillResponder(opened.Link, _setup.Store, _setup.Backfill, refused, _hours, _claims),
        };
    }

    private HandshakeSetup SetupOf(MeshLink link) => new()
    {
        IsDialler = link.Facts.IsDialler,
        PeerId = link.PeerId,
        LocalCertificate = link.Facts.LocalCertificate,
        PeerCertificate = link.Facts.PeerCertificate,
        Hello = (nonce, now) => OwnHello(link, nonce, now),
        Nonce = _setup.Nonce(),
        Self = _setup.Self,
        NetworkId = _setup.NetworkId,
        Policy = _setup.Policy,
        Keys = _setup.Keys,
        Pinned = DialBook.PinnedOf(_dials.Find(link.Slot)),
        Join = (hello, now) => Join(link, hello, now),
    };

    private Hello OwnHello(MeshLink link, byte[] nonce, Moment now)
    {
        var hello = new Hello
        {
            ProtocolVersion = ProtocolVersion,
            NetworkId = _setup.NetworkId,
            NodeId = HashColumn.Of(_setup.Self.PublicKey),
            Nonce = ByteString.CopyFrom(nonce),
            Incarnation = _setup.Incarnation,
            SoftwareVersion = _setup.SoftwareVersion,
            HighestPayloadVersion = PayloadVersions.Newest,
            KeepsUnknownSigners = _setup.KeepsUnknownSigners,
            RetentionFloor = Math.Max(0, _setup.Store.RetentionFloor),
            HeartbeatPort = (uint)_setup.HeartbeatPort(),
            ClockMs = now.UnixMs,
            ObservedAddress = link.Facts.RemoteEndPoint.Address.ToString(),
        };
        link.ToldFloor = hello.RetentionFloor;
        hello.Interests.AddRange(_setup.Interests.ToAreas());
        hello.WindowHours = link.WindowHours;
        hello.ListenAddresses.AddRange(_setup.ListenAddresses());
        return hello;
    }

    private RefusalReason Join(MeshLink link, PeerHello hello, Moment now)
    {
        var banned = _scores.Check(link.PeerId, now);
        if (banned != RefusalReason.None)
        {
            return banned;
        }

        var reason = _links.TryAdd(link.PeerId, hello.Incarnation, link.Facts.IsDialler, link, out _replaced);
        return reason;
    }

    private MeshLink? _replaced;

    private void OnArrived(MeshEvent.Arrived arrived, Moment now, List<MeshAction> actions)
    {
        if (!_connections.TryGetValue(arrived.Link, out var link) || link.IsClosing)
        {
            return;
        }

        link.Pulse.OnHeard(now);
        if (link.Handshake is { } handshake)
        {
            Do(link, handshake.Handle(new HandshakeEvent.Arrived(arrived.Frame, now)), now, actions);
            return;
        }

        var problem = arrived.Frame is { } frame ? Take(link, frame, now, actions) : "not a frame";
        if (problem is not null)
        {
            Punish(link, PeerScores.Malformed, RefusalReason.Malformed, problem, now, actions);
        }
    }

    // Not null: what is wrong with the frame.
    private string? Take(MeshLink link, Frame frame, Moment now, List<MeshAction> actions)
    {
        switch (frame.BodyCase)
        {
            case Frame.BodyOneofCase.Gossip:
                actions.Add(new MeshAction.Take(link.Number, frame.Gossip, BatchPurpose.Live));
                return null;
            case Frame.BodyOneofCase.IHave:
                return TakeIHave(link, frame.IHave, now);
            case Frame.BodyOneofCase.Graft:
                return TakeGraft(link, frame.Graft, now, actions);
            case Frame.BodyOneofCase.Prune:
                return TakePrune(link, frame.Prune);
            case Frame.BodyOneofCase.Neighbour:
                return TakeNeighbour(link, frame.Neighbour, now, actions);
            case Frame.BodyOneofCase.ForwardJoin:
                return TakeForwardJoin(link, frame.ForwardJoin, now, actions);
            case Frame.BodyOneofCase.Shuffle:
                return TakeShuffle(link, frame.Shuffle, now, actions);
            case Frame.BodyOneofCase.Ping:
                Send(link, new Frame { Pong = new Pong { Token = frame.Ping.Token, ClockMs = now.UnixMs } }, actions);
                return null;
            case Frame.BodyOneofCase.Pong:
                link.Pulse.OnPong(frame.Pong, now);
                return null;
            case Frame.BodyOneofCase.Goodbye:
                Down(link, RefusalReasons.FromWire(frame.Goodbye.Reason), WireText.Printable(frame.Goodbye.Detail, DetailCharactersMax), byPeer: true, now,
                    actions);
                return null;
            // The listener joined and refuses after all, because of a link that came up in between.
            case Frame.BodyOneofCase.Refuse:
                Down(link, RefusalReasons.FromWire(frame.Refuse.Reason), WireText.Printable(frame.Refuse.Detail, DetailCharactersMax), byPeer: true, now,
                    actions);
                return null;
            case >= Frame.BodyOneofCase.BackfillSummary and <= Frame.BodyOneofCase.BackfillDone:
                return TakeBackfill(link, frame, now, actions);
            case Frame.BodyOneofCase.WithdrawalSummary:
                return _withdrawals.Take(link, frame.WithdrawalSummary, now, actions);
            case Frame.BodyOneofCase.WithdrawalIds:
                return _withdrawals.Take(link, frame.WithdrawalIds, now, actions);
            case Frame.BodyOneofCase.Withdrawals:
                return WithdrawalExchange.Take(link, frame.Withdrawals, actions);
            // A body of a later protocol that this program does not know: not an error, so that one may be added.
            case Frame.BodyOneofCase.None:
                return null;
            default:
                return $"{frame.BodyCase} on a link that is up";
        }
    }

    private void Do(MeshLink link, IReadOnlyList<HandshakeAction> wanted, Moment now, List<MeshAction> actions)
    {
        foreach (var action in wanted)
        {
            switch (action)
            {
                case HandshakeAction.Send send:
                    Send(link, send.Frame, actions);
                    break;
                case HandshakeAction.Refused refused:
                    CloseRefused(link, refused.Reason, refused.Detail, refused.ByPeer, now, actions);
                    break;
                case HandshakeAction.Up up:
                    OnUp(link, up.Peer, now, actions);
                    break;
            }
        }
    }

    private void OnUp(MeshLink link, PeerHello peer, Moment now, List<MeshAction> actions)
    {
        link.Handshake = null;
        link.Peer = peer;
        link.Up = now;
        link.Pulse.Start(now);
        // The dialler begins; the other end only when no run came for a period.
        link.BackfillDueMs = now.ElapsedMs + (link.Facts.IsDialler ? 0 : BackfillPauseMs(isDialler: false));
        if (_replaced is { } replaced)
        {
            _replaced = null;
            Goodbye(replaced, RefusalReason.DuplicateLink, "", now, actions);
        }

        if (_dials.Find(link.Slot) is { } slot)
        {
            DialBook.OnUp(slot, link.PeerId, now);
        }

        _ownAddresses.Observe(link.PeerId, peer.ObservedAddress);
        _passive.Remove(link.PeerId);
        _heartbeats.OnLinkUp(link.PeerId, link.Facts.RemoteEndPoint.Address, peer.HeartbeatPort, peer.Incarnation, now);
        actions.Add(new MeshAction.LinkUp(link.Number, link.PeerId, link.Address, link.Facts.Transport, link.Facts.IsDialler, peer.SoftwareVersion));
        SendNeighbour(link, now, actions);
        _withdrawals.OnUp(link, actions);
    }

    private void OnWithdrawalsTaken(MeshEvent.WithdrawalsTaken taken, Moment now, List<MeshAction> actions)
    {
        if (_connections.TryGetValue(taken.Link, out var link) && link is { IsUp: true, IsClosing: false })
        {
            if (taken.Wrong > 0)
            {
                Punish(
                    link, PeerScores.BadSignature * taken.Wrong, RefusalReason.BadSignatures, "withdrawals that their signers did not sign", now, actions);
            }
            else if (taken.HasMore && taken.Added.Count > 0)
            {
                _withdrawals.AskOn(link, actions);
            }
        }

        WithdrawalExchange.Spread(taken.Added, taken.Link, _connections.Values, actions);
    }

    // A link that never came up.
    private void CloseRefused(MeshLink link, RefusalReason reason, string detail, bool byPeer, Moment now, List<MeshAction> actions)
    {
        if (link.IsUp)
        {
            Down(link, reason, detail, byPeer, now, actions);
            return;
        }

        link.Handshake = null;
        link.IsClosing = true;
        _setup.Counters.CountRefused(reason, byPeer);
        if (_dials.Find(link.Slot) is { } slot)
        {
            // A node that is linked over another address, or this node itself: dial again when that has changed.
            slot.LastPeer = reason is RefusalReason.DuplicateLink ? link.PeerId : slot.LastPeer;
            AfterDown(slot, null, reason, now);
            _dials.OnDown(slot, reason, detail, now);
        }

        // The end that loses the race of QUIC and TCP goes without a word: not worth one either.
        if (IsLoggedAgain(reason, now) && (link.Facts.IsDialler || reason != RefusalReason.Unreachable))
        {
            actions.Add(new MeshAction.Refused(link.PeerId, link.Address, reason, detail, byPeer));
        }

        actions.Add(new MeshAction.Close(link.Number));
    }

    // Strangers must not be able to fill a disk with log lines; the counters know how many there were.
    private bool IsLoggedAgain(RefusalReason reason, Moment now)
    {
        ref var loggedMs = ref _refusedLoggedMs[(int)reason];
        if (reason == RefusalReason.DuplicateLink || (loggedMs != long.MinValue && now.ElapsedMs - loggedMs < RefusalLogPeriodMs))
        {
            return false;
        }

        loggedMs = now.ElapsedMs;
        return true;
    }

    /// <summary>Ends a link that is up, and says why.</summary>
    private void Goodbye(MeshLink link, RefusalReason reason, string detail, Moment now, List<MeshAction> actions)
    {
        Send(link, new Frame { Goodbye = new Goodbye { Reason = (uint)reason, Detail = detail } }, actions);
        Down(link, reason, detail, byPeer: false, now, actions);
    }

    private void Down(MeshLink link, RefusalReason reason, string detail, bool byPeer, Moment now, List<MeshAction> actions)
    {
        link.IsClosing = true;
        _links.Remove(link.PeerId, link);
        LeaveTree(link, actions);
        _setup.Counters.CountRefused(reason, byPeer);
        _setup.Counters.CountDropped(link.Outbox.Dropped);
        AfterDown(_dials.Find(link.Slot), link.Record, reason, now);
        if (_dials.Find(link.Slot) is { } slot)
        {
            _dials.OnDown(slot, reason, detail, now);
        }

        if (!IsLinked(link.PeerId))
        {
            _heartbeats.OnLinkDown(link.PeerId, now);
        }

        actions.Add(new MeshAction.LinkDown(link.PeerId, link.Address, reason, detail, byPeer));
        actions.Add(new MeshAction.Close(link.Number));
    }

    private void Punish(MeshLink link, int points, RefusalReason reason, string detail, Moment now, List<MeshAction> actions)
    {
        if (_scores.Add(link.PeerId, points, reason, now) || reason == RefusalReason.Malformed)
        {
            Goodbye(link, reason, detail, now, actions);
        }
    }

    private void OnLost(MeshEvent.Lost lost, Moment now, List<MeshAction> actions)
    {
        _claims.Forget(lost.Link);
        _withdrawals.OnDown(lost.Link);
        if (!_connections.Remove(lost.Link, out var link) || link.IsClosing)
        {
            return;
        }

        if (link.IsUp)
        {
            Down(link, lost.Reason, lost.Detail, byPeer: false, now, actions);
        }
        else
        {
            CloseRefused(link, lost.Reason, lost.Detail, byPeer: false, now, actions);
        }
    }

    private void OnDialFailed(MeshEvent.DialFailed failed, Moment now, List<MeshAction> actions)
    {
        if (_dials.Find(failed.Slot) is { } slot)
        {
            AfterDown(slot, null, failed.Reason, now);
            // One line when it starts to fail or fails otherwise, not one a minute for ever.
            if (slot.LastRefusal != failed.Reason && !slot.IsOnce)
            {
                actions.Add(new MeshAction.Refused(null, slot.Address.ToString(), failed.Reason, failed.Detail, ByPeer: false));
            }

            _setup.Counters.CountRefused(failed.Reason, byPeer: false);
            _dials.OnDown(slot, failed.Reason, failed.Detail, now);
        }
    }

    private void OnStopping(Moment now, List<MeshAction> actions)
    {
        _isStopping = true;
        foreach (var link in _connections.Values.Where(link => !link.IsClosing).ToArray())
        {
            if (link.IsUp)
            {
                FlushAll(link, now, actions);
                Goodbye(link, RefusalReason.Shutdown, "", now, actions);
            }
            else
            {
                CloseRefused(link, RefusalReason.Shutdown, "", byPeer: false, now, actions);
            }
        }
    }
}
