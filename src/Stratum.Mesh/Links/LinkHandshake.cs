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

    /// <summary>When the handshake has taken too long.</summary>
    public long DueMs => _state == State.Done ? long.MaxValue : _startedMs + setup.TimeoutMs;

    public IReadOnlyList<HandshakeAction> Handle(HandshakeEvent happened)
    {
        if (_state == State.Done)
        {
            return [];
        }

        return happened switch
        {
            HandshakeEvent.Opened opened => Open(opened.Now),
            HandshakeEvent.Elapsed elapsed when elapsed.Now.ElapsedMs - _startedMs >= setup.TimeoutMs =>
                Refuse(RefusalReason.HandshakeTimeout, $"no link after {setup.TimeoutMs / 1000} s"),
            HandshakeEvent.Arrived arrived => Take(arrived.Frame, arrived.Now),
            _ => [],
        };
    }

    private IReadOnlyList<HandshakeAction> Open(Moment now)
    {
        _startedMs = now.ElapsedMs;
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
                : [new HandshakeAction.Send(new Frame { Hello = setup.Hello(setup.Nonce, now) })];
    }

    private IReadOnlyList<HandshakeAction> Take(Frame? frame, Moment now) => (_state, frame?.BodyCase) switch
    {
        (_, Frame.BodyOneofCase.Refuse) => End(frame!.Refuse.Reason, frame.Refuse.Detail),
        (_, Frame.BodyOneofCase.Goodbye) => End(frame!.Goodbye.Reason, frame.Goodbye.Detail),
        (State.AwaitHello, Frame.BodyOneofCase.Hello) => TakeHello(frame!.Hello, now),
        (State.AwaitProof, Frame.BodyOneofCase.Proof) => TakeProof(frame!.Proof, now),
        (State.AwaitAnswer, Frame.BodyOneofCase.Challenge) => TakeChallenge(frame!.Challenge),
        (State.AwaitAnswer, Frame.BodyOneofCase.Welcome) when setup.Keys.Count > 0 =>
            Refuse(RefusalReason.WrongFormationKey, "the listener asked for no proof, and this mesh is closed"),
        (State.AwaitAnswer or State.AwaitWelcome, Frame.BodyOneofCase.Welcome) => TakeWelcome(frame!.Welcome, now),
        _ => Refuse(RefusalReason.Malformed, frame is null ? "not a frame" : $"{frame.BodyCase} in state {_state}"),
    };

    private IReadOnlyList<HandshakeAction> TakeHello(Hello hello, Moment now)
    {
        var problem = CheckHello(hello, now);
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
            return Join([], now);
        }

        _state = State.AwaitProof;
        return [new HandshakeAction.Send(new Frame { Challenge = new Challenge { Nonce = ByteString.CopyFrom(setup.Nonce) } })];
    }

    private IReadOnlyList<HandshakeAction> TakeProof(Proof proof, Moment now)
    {
        var transcript = Transcript(_peer!.Nonce, setup.Nonce);
        if (proof.Macs.Count <= 2)
        {
            foreach (var key in setup.Keys)
            {
                foreach (var mac in proof.Macs)
                {
                    if (key.Verify(FormationRole.Dialler, transcript, mac.Span))
                    {
                        return Join(key.Prove(FormationRole.Listener, transcript), now);
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
        if (challenge.Nonce.Length != PeerHello.NonceBytes || challenge.Nonce.Span.SequenceEqual(setup.Nonce))
        {
            return Refuse(RefusalReason.Malformed, "the nonce of the challenge");
        }

        _challenge = challenge.Nonce.Memory;
        var proof = new Proof();
        foreach (var key in setup.Keys)
        {
            proof.Macs.Add(ByteString.CopyFrom(key.Prove(FormationRole.Dialler, Transcript(setup.Nonce, _challenge))));
        }

        _state = State.AwaitWelcome;
        return [new HandshakeAction.Send(new Frame { Proof = proof })];
    }

    private IReadOnlyList<HandshakeAction> TakeWelcome(Welcome welcome, Moment now)
    {
        if (welcome.Hello is null)
        {
            return Refuse(RefusalReason.Malformed, "a Welcome without Hello");
        }

        var problem = CheckHello(welcome.Hello, now);
        if (problem is not null)
        {
            return problem;
        }

        if (setup.Keys.Count > 0)
        {
            var transcript = Transcript(setup.Nonce, _challenge);
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

        return Join(null, now);
    }

    private IReadOnlyList<HandshakeAction>? CheckHello(Hello hello, Moment now)
    {
        _peer = PeerHello.TryRead(hello);
        if (_peer is null)
        {
            return Refuse(RefusalReason.Malformed, "a field of Hello breaks its limit");
        }

        var reason = PeerHello.Compare(setup.NetworkId, _peer, setup.PeerId, now, setup.ClockOffMaxMs);
        return reason == RefusalReason.None ? null : Refuse(reason, Explain(reason));
    }

    private IReadOnlyList<HandshakeAction> Join(byte[]? listenerProof, Moment now)
    {
        var reason = setup.Join(_peer!, now);
        if (reason != RefusalReason.None)
        {
            return Refuse(reason, "");
        }

        _state = State.Done;
        var up = new HandshakeAction.Up(_peer!);
        return listenerProof is null
            ? [up]
            : [new HandshakeAction.Send(new Frame { Welcome = new Welcome { Hello = setup.Hello(setup.Nonce, now),
                Mac = ByteString.CopyFrom(listenerProof) } }), up];
    }

    private FormationTranscript Transcript(ReadOnlyMemory<byte> diallerNonce, ReadOnlyMemory<byte> listenerNonce)
    {
        var own = setup.Self;
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
