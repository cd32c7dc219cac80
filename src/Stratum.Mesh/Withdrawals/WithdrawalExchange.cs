using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Withdrawals;

/// <summary>
/// Brings the withdrawals of two neighbours together: when a link comes up each end tells the digest of its set; where they differ, each tells the ids
/// that it has and gets the statements that it lacks. What is new then goes to every other neighbour at once. No reading and no clock of its own: one
/// caller at a time, in the engine.
/// </summary>
internal sealed class WithdrawalExchange(IWithdrawals withdrawals)
{
    // As in announcements: no two statements meet in them by accident, and one that was made to meet another only hides itself.
    private const int PrefixBytes = 16;

    // 48 KB of a frame's 64.
    private const int IdsPerFrame = 3_000;
    private const int BytesPerFrame = 48 * 1024;

    // More ids than a full set has; who tells more tells nonsense.
    private const int IdsMax = 32_768;

    // Frames of one answer: what is left follows when the peer asks again, so that no queue grows with the set.
    private const int FramesAtOnce = 8;

    // A peer whose digest changes all the time costs two walks over the set a link and this long.
    private const long AgainMs = 5_000;

    private readonly Dictionary<long, PeerIds> _heard = [];

    /// <summary>A link is up.</summary>
    public void OnUp(MeshLink link, List<MeshAction> actions)
    {
        // A node that never heard of a withdrawal has nothing to tell; the other end begins.
        if (withdrawals.Count > 0)
        {
            SendSummary(link, actions);
        }
    }

    /// <summary>A link is gone.</summary>
    public void OnDown(long link) => _heard.Remove(link);

    /// <summary>The peer's digest. Not null: what is wrong with the frame.</summary>
    public string? Take(MeshLink link, WithdrawalSummary summary, Moment now, List<MeshAction> actions)
    {
        if (summary.Digest.Length != Hash256.Size)
        {
            return "a withdrawal summary without a digest of 32 bytes";
        }

        var peer = PeerOf(link);
        if (new Hash256(summary.Digest.Span) == withdrawals.Digest || now.ElapsedMs < peer.AnswerDueMs)
        {
            return null;
        }

        peer.AnswerDueMs = now.ElapsedMs + AgainMs;
        SendIds(link, actions);
        return null;
    }

    /// <summary>Ids that the peer has; behind the last of them it gets what it lacks.</summary>
    public string? Take(MeshLink link, WithdrawalIds ids, Moment now, List<MeshAction> actions)
    {
        var peer = PeerOf(link);
        if (ids.Prefixes.Length % PrefixBytes != 0 || peer.Prefixes.Count + (ids.Prefixes.Length / PrefixBytes) > IdsMax)
        {
            return $"withdrawal ids that are none of {PrefixBytes} bytes each, or more than {IdsMax}";
        }

        var prefixes = ids.Prefixes.Span;
        for (var at = 0; at < prefixes.Length; at += PrefixBytes)
        {
            peer.Prefixes.Add(new UInt128(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(prefixes[at..]),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(prefixes[(at + 8)..])));
        }

        if (ids.IsLast && now.ElapsedMs >= peer.StatementsDueMs)
        {
            var lacking = withdrawals.All.Where(statement => !peer.Prefixes.Contains(PrefixOf(statement.Id))).ToList();
            var hasMore = SendStatements(link, lacking, actions);
            // The rest is asked for at once, and each time there is less of it.
            peer.StatementsDueMs = hasMore ? long.MinValue : now.ElapsedMs + AgainMs;
        }

        if (ids.IsLast)
        {
            peer.Prefixes.Clear();
        }

        return null;
    }

    /// <summary>Statements of the peer: verified and kept outside of the engine, which hears of those that are new.</summary>
    public static string? Take(MeshLink link, Protos.Withdrawals statements, List<MeshAction> actions)
    {
        var shapes = statements.Items.All(item => item.Signer.Length == Hash256.Size && item.Signature.Length == Signature.Size
            && item.Body.Length is > 0 and <= WithdrawalForm.BodyBytesMax);
        if (!shapes || statements.Items.Count == 0)
        {
            return "withdrawals without a signer of 32 bytes, a signature of 64 or a body";
        }

        actions.Add(new MeshAction.TakeWithdrawals(link.Number, statements));
        return null;
    }

    /// <summary>What a link brought, or this node's operator said, is kept: it goes to every other neighbour.</summary>
    public static void Spread(IReadOnlyList<SignedWithdrawal> added, long? from, IEnumerable<MeshLink> links, List<MeshAction> actions)
    {
        if (added.Count == 0)
        {
            return;
        }

        foreach (var link in links)
        {
            if (link.Number != from && link is { IsUp: true, IsClosing: false })
            {
                SendStatements(link, added, actions);
            }
        }
    }

    /// <summary>The peer had more than it sent at once: tell it the ids of what is here now.</summary>
    public void AskOn(MeshLink link, List<MeshAction> actions) => SendIds(link, actions);

    private void SendSummary(MeshLink link, List<MeshAction> actions) => Send(
        link, TrafficClass.Live, new Frame { WithdrawalSummary = new WithdrawalSummary { Digest = HashColumn.Of(withdrawals.Digest) } }, actions);

    private void SendIds(MeshLink link, List<MeshAction> actions)
    {
        var all = withdrawals.All;
        Span<byte> id = stackalloc byte[Hash256.Size];
        for (var start = 0; start == 0 || start < all.Count; start += IdsPerFrame)
        {
            var count = Math.Min(IdsPerFrame, all.Count - start);
            var bytes = new byte[count * PrefixBytes];
            for (var i = 0; i < count; i++)
            {
                all[start + i].Id.CopyTo(id);
                id[..PrefixBytes].CopyTo(bytes.AsSpan(i * PrefixBytes));
            }

            var isLast = start + count >= all.Count;
            Send(link, TrafficClass.Sync, new Frame { WithdrawalIds = new WithdrawalIds { Prefixes = ByteString.CopyFrom(bytes), IsLast = isLast } }, actions);
        }
    }

    // Whether some are left.
    private static bool SendStatements(MeshLink link, IReadOnlyList<SignedWithdrawal> statements, List<MeshAction> actions)
    {
        var next = 0;
        for (var frame = 0; frame < FramesAtOnce && next < statements.Count; frame++)
        {
            var message = new Protos.Withdrawals();
            for (var bytes = 0; next < statements.Count && bytes < BytesPerFrame; next++)
            {
                message.Items.Add(ToWire(statements[next]));
                bytes += statements[next].Body.Length + Hash256.Size + Signature.Size + 16;
            }

            message.HasMore = frame == FramesAtOnce - 1 && next < statements.Count;
            Send(link, TrafficClass.Sync, new Frame { Withdrawals = message }, actions);
        }

        return next < statements.Count;
    }

    private static SignedStatement ToWire(SignedWithdrawal statement)
    {
        Span<byte> signature = stackalloc byte[Signature.Size];
        statement.Signature.CopyTo(signature);
        return new SignedStatement
        {
            Signer = HashColumn.Of(statement.Signer.PublicKey),
            Signature = ByteString.CopyFrom(signature),
            Body = ByteString.CopyFrom(statement.Body.Span),
        };
    }

    private static void Send(MeshLink link, TrafficClass trafficClass, Frame frame, List<MeshAction> actions) =>
        actions.Add(new MeshAction.Send(link.Number, trafficClass, frame));

    private static UInt128 PrefixOf(Hash256 id)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        id.CopyTo(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private PeerIds PeerOf(MeshLink link)
    {
        if (!_heard.TryGetValue(link.Number, out var peer))
        {
            _heard[link.Number] = peer = new PeerIds();
        }

        return peer;
    }

    private sealed class PeerIds
    {
        public HashSet<UInt128> Prefixes { get; } = [];

        public long AnswerDueMs { get; set; } = long.MinValue;

        public long StatementsDueMs { get; set; } = long.MinValue;
    }
}
