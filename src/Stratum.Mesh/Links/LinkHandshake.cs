using Google.Protobuf;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Links;

/// <summary>
/// From a connection to a link. The dialler says Hello; in a closed mesh the listener answers with no more than a nonce, the dialler
/// proves the formation key first, and only then the listener tells who it is and proves it too:
/// <code>
/// dialler   Hello ------------>            Hello ------------>
/// listener  &lt;---------- Welcome            &lt;-------- Challenge
/// dialler                                  Proof ------------>
/// listener                                 &lt;---------- Welcome
///           open                           closed
/// </code>
/// No clock, no socket, no randomness: time comes with the events, the nonce in the setup.
/// </summary>
internal sealed class LinkHandshake(HandshakeSetup setup)
{
    private enum State
    {
        New,
        AwaitHello,
        AwaitProof,
        AwaitAnswer,
        AwaitWelcome,
        Done,
    }

    private const int DetailCharactersMax = 200;

    private State _state = State.New;
    private long _startedMs;
    private PeerHello? _peer;
    private ReadOnlyMemory<byte> _challenge;

    public IReadOnlyList<HandshakeAction> Handle(HandshakeEvent happened)
    {
        if (_state == State.Done)
        {
            return [];
        }

        return happened switch
        {
            HandshakeEvent.Opened opened => Open(opened.NowMs),
            HandshakeEvent.Elapsed elapsed when elapsed.NowMs - _startedMs >= setup.TimeoutMs =>
                Refuse(RefusalReason.HandshakeTimeout, $"no link after {setup.TimeoutMs / 1000} s"),
            HandshakeEvent.Arrived arrived => Take(arrived.Frame, arrived.NowMs),
            _ => [],
        };
    }

    private IReadOnlyList<HandshakeAction> Open(long nowMs)
    {
        _startedMs = nowMs;
        if (!setup.IsDialler)
        {
            // The listener speaks second, refusals included: a QUIC stream is not there before the dialler wrote.
            _state = State.AwaitHello;
            return [];
        }

        _state = State.AwaitAnswer;
        return setup.Pinned is { } pinned && pinned != setup.PeerId
            ? Refuse(RefusalReason.NotThePinnedNode, $"expected {pinned}, met {setup.PeerId}")
            : setup.Policy.Check(setup.PeerId) is var admission and not RefusalReason.None
                ? Refuse(admission, "")
                : [new HandshakeAction.Send(new Frame { Hello = setup.Own })];
    }

    private IReadOnlyList<HandshakeAction> Take(Frame? frame, long nowMs) => (_state, frame?.BodyCase) switch
    {
        (_, Frame.BodyOneofCase.Refuse) => End(frame!.Refuse.Reason, frame.Refuse.Detail),
        (_, Frame.BodyOneofCase.Goodbye) => End(frame!.Goodbye.Reason, frame.Goodbye.Detail),
        (State.AwaitHello, Frame.BodyOneofCase.Hello) => TakeHello(frame!.Hello, nowMs),
        (State.AwaitProof, Frame.BodyOneofCase.Proof) => TakeProof(frame!.Proof),
        (State.AwaitAnswer, Frame.BodyOneofCase.Challenge) => TakeChallenge(frame!.Challenge),
        (State.AwaitAnswer, Frame.BodyOneofCase.Welcome) when setup.Keys.Count > 0 =>
            Refuse(RefusalReason.WrongFormationKey, "the listener asked for no proof, and this mesh is closed"),
        (State.AwaitAnswer or State.AwaitWelcome, Frame.BodyOneofCase.Welcome) => TakeWelcome(frame!.Welcome, nowMs),
        _ => Refuse(RefusalReason.Malformed, frame is null ? "not a frame" : $"{frame.BodyCase} in state {_state}"),
    };

    private IReadOnlyList<HandshakeAction> TakeHello(Hello hello, long nowMs)
    {
        var problem = CheckHello(hello, nowMs);
        if (problem is not null)
        {
            return problem;
        }

        var admission = setup.Policy.Check(setup.PeerId);
        if (admission != RefusalReason.None)
        {
            return Refuse(admission, "");
        }

        if (setup.Keys.Count == 0)
        {
            return Join([]);
        }

        _state = State.AwaitProof;
        return [new HandshakeAction.Send(new Frame { Challenge = new Challenge { Nonce = setup.Own.Nonce } })];
    }

    private IReadOnlyList<HandshakeAction> TakeProof(Proof proof)
    {
        var transcript = Transcript(_peer!.Nonce, setup.Own.Nonce.Memory);
        if (proof.Macs.Count <= 2)
        {
            foreach (var key in setup.Keys)
            {
                foreach (var mac in proof.Macs)
                {
                    if (key.Verify(FormationRole.Dialler, transcript, mac.Span))
                    {
                        return Join(key.Prove(FormationRole.Listener, transcript));
                    }
                }
            }
        }

        return Refuse(RefusalReason.WrongFormationKey, "the proof does not fit this connection and key");
    }

    private IReadOnlyList<HandshakeAction> TakeChallenge(Challenge challenge)
    {
        if (setup.Keys.Count == 0)
        {
            return Refuse(RefusalReason.WrongFormationKey, "the mesh is closed, and this node has no formation key");
        }

        // A listener that sends our nonce back wants our own proof reflected.
        if (challenge.Nonce.Length != PeerHello.NonceBytes || challenge.Nonce.Equals(setup.Own.Nonce))
        {
            return Refuse(RefusalReason.Malformed, "the nonce of the challenge");
        }

        _challenge = challenge.Nonce.Memory;
        var proof = new Proof();
        foreach (var key in setup.Keys)
        {
            proof.Macs.Add(ByteString.CopyFrom(key.Prove(FormationRole.Dialler, Transcript(setup.Own.Nonce.Memory, _challenge))));
        }

        _state = State.AwaitWelcome;
        return [new HandshakeAction.Send(new Frame { Proof = proof })];
    }

    private IReadOnlyList<HandshakeAction> TakeWelcome(Welcome welcome, long nowMs)
    {
        if (welcome.Hello is null)
        {
            return Refuse(RefusalReason.Malformed, "a Welcome without Hello");
        }

        var problem = CheckHello(welcome.Hello, nowMs);
        if (problem is not null)
        {
            return problem;
        }

        if (setup.Keys.Count > 0)
        {
            var transcript = Transcript(setup.Own.Nonce.Memory, _challenge);
            var proved = false;
            foreach (var key in setup.Keys)
            {
                proved |= key.Verify(FormationRole.Listener, transcript, welcome.Mac.Span);
            }

            if (!proved)
            {
                return Refuse(RefusalReason.WrongFormationKey, "the listener's proof does not fit this connection and key");
            }
        }

        return Join(null);
    }

    private IReadOnlyList<HandshakeAction>? CheckHello(Hello hello, long nowMs)
    {
        _peer = PeerHello.TryRead(hello);
        if (_peer is null)
        {
            return Refuse(RefusalReason.Malformed, "a field of Hello breaks its limit");
        }

        var reason = PeerHello.Compare(setup.Own, _peer, setup.PeerId, nowMs, setup.ClockOffMaxMs);
        return reason == RefusalReason.None ? null : Refuse(reason, Explain(reason));
    }

    private IReadOnlyList<HandshakeAction> Join(byte[]? listenerProof)
    {
        var reason = setup.Join(_peer!);
        if (reason != RefusalReason.None)
        {
            return Refuse(reason, "");
        }

        _state = State.Done;
        var up = new HandshakeAction.Up(_peer!);
        return listenerProof is null
            ? [up]
            : [new HandshakeAction.Send(new Frame { Welcome = new Welcome { Hello = setup.Own, Mac = ByteString.CopyFrom(listenerProof) } }), up];
    }

    private FormationTranscript Transcript(ReadOnlyMemory<byte> diallerNonce, ReadOnlyMemory<byte> listenerNonce)
    {
        var own = new Core.NodeId(new Core.Hash256(setup.Own.NodeId.Span));
        return setup.IsDialler
            ? new FormationTranscript(diallerNonce, listenerNonce, own, setup.PeerId, setup.LocalCertificate, setup.PeerCertificate)
            : new FormationTranscript(diallerNonce, listenerNonce, setup.PeerId, own, setup.PeerCertificate, setup.LocalCertificate);
    }

    // What may be told to a stranger: his own values, never ours.
    private string Explain(RefusalReason reason) => reason switch
    {
        RefusalReason.UnknownVersion => $"protocol version {_peer!.ProtocolVersion}",
        RefusalReason.WrongNetwork => "another network id",
        RefusalReason.ClockOff => $"clocks more than {setup.ClockOffMaxMs / 1000} s apart",
        _ => "",
    };

    private IReadOnlyList<HandshakeAction> Refuse(RefusalReason reason, string detail)
    {
        _state = State.Done;
        return
        [
            new HandshakeAction.Send(new Frame { Refuse = new Refuse { Reason = (uint)reason, Detail = detail } }),
            new HandshakeAction.Refused(reason, detail, ByPeer: false),
        ];
    }

    private IReadOnlyList<HandshakeAction> End(uint reason, string detail)
    {
        _state = State.Done;
        return [new HandshakeAction.Refused(RefusalReasons.FromWire(reason), WireText.Printable(detail, DetailCharactersMax), ByPeer: true)];
    }
}
