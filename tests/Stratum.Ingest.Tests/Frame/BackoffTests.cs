namespace Stratum.Ingest.Tests;

public sealed class BackoffTests
{
    // Full jitter: each wait is anywhere below a ceiling that doubles from one second to a minute.
    [Fact]
    public void Next_FaultsInARow_FillTheWholeRangeBelowADoublingCeiling()
    {
        var waits = Enumerable.Range(0, 400).Select(_ => new Backoff(new SteppedTime())).Select(backoff =>
            Enumerable.Range(0, 9).Select(_ => backoff.Next().TotalMilliseconds).ToArray()).ToList();
        double[] ceilings = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];
        for (var fault = 0; fault < ceilings.Length; fault++)
        {
            var some = waits.Select(one => one[fault]).Order().ToArray();
            Assert.InRange(some[0], 100, ceilings[fault] * 0.2);
            Assert.InRange(some[^1], ceilings[fault] * 0.9, ceilings[fault]);
            // The middle of an even spread; 400 of them miss it by a seventh once in a billion runs.
            Assert.InRange(some[200], ceilings[fault] * 0.35, ceilings[fault] * 0.75);
        }
    }

    [Fact]
    public void Next_AfterAMinuteWithoutAFault_BeginsAnew()
    {
        var time = new SteppedTime();
        var backoff = new Backoff(time);
        for (var fault = 0; fault < 8; fault++)
        {
            backoff.Next();
        }

        backoff.Begin();
        time.Seconds += 59;
        Assert.InRange(Enumerable.Range(0, 50).Max(_ => backoff.Next().TotalSeconds), 20, 60);
        backoff.Begin();
        time.Seconds += 60;
        Assert.InRange(backoff.Next().TotalSeconds, 0.1, 1);
    }

    private sealed class SteppedTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
