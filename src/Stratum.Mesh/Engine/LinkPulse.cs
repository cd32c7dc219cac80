using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Engine;

/// <summary>Whether the other end lives, how far away it is, and what its clock says.</summary>
internal sealed class LinkPulse
{
    /// <summary>Between two pings: below the 30 s after which home routers forget a UDP mapping, three times within the silence.</summary>
    public const long PeriodMs = 15_000;

    /// <summary>Nothing heard for so long: three pings went unanswered.</summary>
    public const long SilenceMs = 45_000;

    // A single late answer must not move the figure much: the weight of RFC 6298 for round-trip times.
    private const double Weight = 0.125;

    private ulong _token;
    private Moment? _sent;

    public long LastHeardMs { get; private set; } = long.MaxValue;

    /// <summary>Smoothed round trip; null before the first answer.</summary>
    public double? RttMs { get; private set; }

    /// <summary>How far the peer's clock is ahead, by the last answer.</summary>
    public double? ClockOffsetMs { get; private set; }

    public long PingDueMs { get; private set; } = long.MaxValue;

    public bool IsSilent(Moment now) => LastHeardMs != long.MaxValue && now.ElapsedMs - LastHeardMs >= SilenceMs;

    /// <summary>When there is something to do.</summary>
    public long DueMs => LastHeardMs == long.MaxValue ? long.MaxValue : Math.Min(PingDueMs, LastHeardMs + SilenceMs);

    public void Start(Moment now) => (LastHeardMs, PingDueMs) = (now.ElapsedMs, now.ElapsedMs);

    public void OnHeard(Moment now) => LastHeardMs = now.ElapsedMs;

    public Ping Next(Moment now)
    {
        _token++;
        _sent = now;
        PingDueMs = now.ElapsedMs + PeriodMs;
        return new Ping { Token = _token, ClockMs = now.UnixMs };
    }

    public void OnPong(Pong pong, Moment now)
    {
        // An answer to an older ping says how late it is, not how far the peer.
        if (_sent is not { } sent || pong.Token != _token)
        {
            return;
        }

        _sent = null;
        var rttMs = (now.ElapsedUs - sent.ElapsedUs) / 1000.0;
        RttMs = RttMs is { } smooth ? smooth + ((rttMs - smooth) * Weight) : rttMs;
        ClockOffsetMs = pong.ClockMs - (sent.UnixMs + (rttMs / 2));
    }
}
