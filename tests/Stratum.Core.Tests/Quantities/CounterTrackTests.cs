namespace Stratum.Core.Tests;

public sealed class CounterTrackTests
{
    private static readonly CounterLimit Rain = QuantityRegistry.Default.Find("rain_total")!.Counter!;

    [Theory]
    [InlineData(0, 31.2)]
    [InlineData(1, 31.2)]
    [InlineData(60, 31.2)]
    [InlineData(600, 112.5)]
    [InlineData(3600, 305)]
    [InlineData(86_400, 1825)]
    [InlineData(864_000, 18_250)]
    public void MostIn_Gap_FollowsTheRecordsOfTheWorld(long gapSeconds, double expected) => Assert.Equal(expected, Rain.MostIn(gapSeconds), 0.1);

    [Theory]
    [InlineData("0:10 60:10.2 120:10.2 180:11", "Unknown 0, Increase 0.2, Increase 0, Increase 0.8")]
    // A day's counter at midnight, dry and wet; and one that was away over it.
    [InlineData("0:12.4 60:0 120:0.2", "Unknown 0, Reset 0, Increase 0.2")]
    [InlineData("0:12.4 60:0.2 120:0.4", "Unknown 0, Reset 0.2, Increase 0.2")]
    [InlineData("0:12.4 36000:3", "Unknown 0, Reset 3")]
    // A counter of years that another one follows.
    [InlineData("0:1233.7 60:300 120:300.2", "Unknown 0, Reset 0, Increase 0.2")]
    [InlineData("0:12.4 60:12.2 120:12.6", "Unknown 0, Correction 0, Increase 0.4")]
    // Spikes: alone, twice, after a day's gap, as the first value, and downwards.
    [InlineData("0:1233.7 60:74857 120:1233.7", "Unknown 0, Implausible 0, Increase 0")]
    [InlineData("0:1233.7 60:74857 120:74857 180:1234.1", "Unknown 0, Implausible 0, Implausible 0, Increase 0.4")]
    [InlineData("0:1233.7 86400:74857 86460:1240", "Unknown 0, Implausible 0, Increase 6.3")]
    [InlineData("0:74857 60:1233.7 120:1233.9", "Unknown 0, Reset 0, Increase 0.2")]
    [InlineData("0:1233.7 60:0 120:1233.9", "Unknown 0, Reset 0, Increase 0.2")]
    [InlineData("0:1233.7 60:0 120:0 180:1234", "Unknown 0, Reset 0, Increase 0, Implausible 0")]
    // Real rain after days without a value, and values that come late.
    [InlineData("0:100 432000:1300", "Unknown 0, Increase 1200")]
    [InlineData("0:100 60:101 30:100.5 90:101.5", "Unknown 0, Increase 1, Unknown 0, Increase 0.5")]
    // Another counter that stays is believed after an hour.
    [InlineData("0:100 1200:9000 2400:9000 3600:9001 4800:9002 6000:9003",
        "Unknown 0, Implausible 0, Implausible 0, Implausible 0, Correction 0, Increase 1")]
    public void Take_Values_TellsCountsFromResetsAndErrors(string values, string expected)
    {
        var track = default(CounterTrack);
        var steps = new List<string>();
        foreach (var pair in values.Split(' '))
        {
            var (time, value) = (pair.Split(':')[0], pair.Split(':')[1]);
            var step = track.Take(long.Parse(time), double.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Rain);
            steps.Add(FormattableString.Invariant($"{step.Change} {Math.Round(step.Amount, 6)}"));
        }

        Assert.Equal(expected, string.Join(", ", steps));
    }

    [Fact]
    public void Take_ByACopy_LeavesTheTrackAsItWas()
    {
        var track = default(CounterTrack);
        track.Take(0, 10, Rain);
        var copy = track;
        copy.Take(60, 20, Rain);
        Assert.Equal((60, 0), (copy.Timestamp, track.Timestamp));
    }

    [Fact]
    public void Take_WithoutALimit_CountsEverything()
    {
        var track = default(CounterTrack);
        track.Take(0, 1, null);
        Assert.Equal(new CounterStep(CounterChange.Increase, 1e12, 60), track.Take(60, 1e12 + 1, null));
    }
}
