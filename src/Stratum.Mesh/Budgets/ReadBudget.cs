namespace Stratum.Mesh.Budgets;

/// <summary>
/// What one link may have this node read and judge. Over it the reader waits, and flow control with it, so that a peer that sends too much slows down itself.
/// </summary>
internal sealed class ReadBudget
{
    public const double FramesPerSecond = 200;
    public const double FramesBurst = 2_000;
    public const double BytesPerSecond = 4 << 20;
    public const double BytesBurst = 32 << 20;

    // Half of one core, and ten seconds at once: a Raspberry Pi verifies an observation in less than half a millisecond, a link brings at most 1,000 a second.
    public const double JudgingMsPerSecond = 500;
    public const double JudgingMsBurst = 10_000;

    private readonly TokenBucket _frames = new(FramesPerSecond, FramesBurst);
    private readonly TokenBucket _bytes = new(BytesPerSecond, BytesBurst);
    private readonly TokenBucket _judgingMs = new(JudgingMsPerSecond, JudgingMsBurst);

    /// <summary>How long a frame of so many bytes has to wait; 0 takes it out of the budget.</summary>
    public long TakeOrWaitMs(int bytes, long nowMs)
    {
        var waitMs = Math.Max(Math.Max(_frames.WaitMs(1, nowMs), _bytes.WaitMs(bytes, nowMs)), _judgingMs.WaitMs(0, nowMs));
        if (waitMs == 0)
        {
            _frames.TryTake(1, nowMs);
            _bytes.TryTake(bytes, nowMs);
        }

        return waitMs;
    }

    /// <summary>Gossip was judged; what it took is known only afterwards, and the next frame waits for it.</summary>
    public void OnJudged(double tookMs, long nowMs) => _judgingMs.Spend(tookMs, nowMs);
}
