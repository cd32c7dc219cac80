using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>
/// What peers did wrong lately. Points fade by one a second; a peer that reaches the limit is disconnected and not let in again for a while.
/// Peers prove their ids, and who makes new ones starts at no points and at no trust; the table is bounded, and the oldest entries leave.
/// </summary>
internal sealed class PeerScores(int peersMax = 1_000)
{
    /// <summary>A bad signature: ten in a row end the link, a flipped bit now and then does not.</summary>
    public const int BadSignature = 10;

    /// <summary>A malformed frame ends the link at once; the second within a minute keeps the peer out.</summary>
    public const int Malformed = 60;

    /// <summary>The limit.</summary>
    public const int Limit = 100;

    private const long BannedMs = 600_000;

    private readonly Dictionary<NodeId, Score> _scores = [];

    /// <summary>Adds points; true when the peer is to be disconnected for it.</summary>
    public bool Add(NodeId peer, int points, RefusalReason reason, Moment now)
    {
        if (!_scores.TryGetValue(peer, out var score))
        {
            if (_scores.Count >= peersMax)
            {
                _scores.Remove(_scores.MinBy(entry => entry.Value.AtMs).Key);
            }

            score = new Score();
            _scores.Add(peer, score);
        }

        score.Points = Math.Max(0, score.Points - ((now.ElapsedMs - score.AtMs) / 1000)) + points;
        score.AtMs = now.ElapsedMs;
        if (score.Points < Limit)
        {
            return false;
        }

        score.BannedUntilMs = now.ElapsedMs + BannedMs;
        score.Reason = reason;
        return true;
    }

    /// <summary>Why the peer is kept out, or None.</summary>
    public RefusalReason Check(NodeId peer, Moment now) =>
        _scores.TryGetValue(peer, out var score) && score.BannedUntilMs > now.ElapsedMs ? score.Reason : RefusalReason.None;

    /// <summary>The points as they are now.</summary>
    public long PointsOf(NodeId peer, Moment now) =>
        _scores.TryGetValue(peer, out var score) ? Math.Max(0, score.Points - ((now.ElapsedMs - score.AtMs) / 1000)) : 0;

    private sealed class Score
    {
        public long Points { get; set; }

        public long AtMs { get; set; }

        public long BannedUntilMs { get; set; }

        public RefusalReason Reason { get; set; }
    }
}
