using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>Counters: a rise that no rain makes is impossible, at arrival and when the window closes; resets are ordinary.</summary>
public class CounterTests
{
    private static readonly QualityFlag Good = QualityFlag.Good;

    private readonly KnownStations _stations = new();

    // merbanan/rtl_433#2276, weewx/weewx#525: a radio message that passes its checksum by chance.
    [Theory]
    [InlineData("0:1233.7 60:74857 120:1233.7", "1 4 1")]
    [InlineData("0:1233.7 60:74857 120:74857.2 180:1233.7", "1 4 4 1")]
    [InlineData("0:1233.7 60:1240 120:74857 180:1240.2", "1 1 4 1")]
    [InlineData("0:12.4 60:0 120:0.2 180:0.4", "1 1 1 1")]
    [InlineData("0:1233.7 60:0 120:1233.9", "1 1 1")]
    [InlineData("0:100 432000:1300 432060:1300.4", "1 1 1")]
    [InlineData("0:100 432000:74857 432060:100.4", "1 4 1")]
    [InlineData("0:100 10:120 20:125", "1 1 1")]
    [InlineData("0:-1 60:3", "4 1")]
    public void Score_RainCounter_FindsTheSpikeBothTimes(string values, string flags)
    {
        var pipeline = NewPipeline();
        var (first, second) = Feed(pipeline, values);
        Assert.Equal(flags, first);
        Assert.Equal(flags, second);
    }

    [Theory]
    [InlineData("lightning_count", "0:3 60:65535 120:4", "1 4 1")]
    [InlineData("lightning_count", "0:1200 60:0 120:7", "1 1 1")]
    [InlineData("evapotranspiration", "0:1.2 60:655.35 120:1.3", "1 4 1")]
    public void Score_OtherCounters_HaveLimitsToo(string type, string values, string flags)
    {
        var (first, second) = Feed(NewPipeline(), values, type);
        Assert.Equal((flags, flags), (first, second));
    }

    [Fact]
    public void Score_SpikeFirstAfterARestart_IsComparedWithTheStore()
    {
        _stations.Add(Observed.Of("rain_total", 1233.7, Observed.Noon - (10 * 86_400)));
        var (first, second) = Feed(NewPipeline(), "0:74857 60:1233.9");
        Assert.Equal(("4 1", "4 1"), (first, second));
    }

    [Fact]
    public void Score_SpikeFirstAfterARestart_IsComparedWithTheReadBackPast()
    {
        var pipeline = NewPipeline();
        pipeline.Relive([Observed.Of("rain_total", 1233.7, Observed.Noon - 7200), Observed.Of("rain_total", 74_857, Observed.Noon - 3600)]);
        _stations.Add(Observed.Of("rain_total", 74_857, Observed.Noon - 3600), QualityFlag.Fail);
        var (first, second) = Feed(pipeline, "0:74857 60:1233.9");
        Assert.Equal(("4 1", "4 1"), (first, second));
    }

    [Fact]
    public void Score_AnotherCounterInItsPlace_IsBelievedAfterAnHour()
    {
        var pipeline = NewPipeline();
        var values = "0:100 " + string.Join(' ', Enumerable.Range(1, 12).Select(i => $"{i * 600}:{9000 + i}"));
        var (_, second) = Feed(pipeline, values);
        Assert.Equal("1 4 4 4 4 4 4 1 1 1 1 1 1", second);
    }

    [Fact]
    public void Score_RainAfterADryWeek_IsNoSpike()
    {
        var values = string.Join(' ', Enumerable.Range(0, 48).Select(hour => $"{hour * 3600}:100").Append("172800:160").Append("172860:161"));
        var (_, second) = Feed(NewPipeline(), values);
        Assert.DoesNotContain("3", second, StringComparison.Ordinal);
        Assert.DoesNotContain("4", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_Spike_SaysWhy()
    {
        var pipeline = NewPipeline();
        Hear(pipeline, "rain_total", Observed.Noon, 1233.7);
        var spike = Hear(pipeline, "rain_total", Observed.Noon + 60, 74_857);
        Assert.Equal(0, spike.Confidence);
        Assert.Contains("counted more than 31.2 mm in 60 s, which is more than was ever measured", spike.Reasons);
    }

    [Fact]
    public void Replay_Spike_IsFound()
    {
        Observation[] history =
        [
            Observed.Of("rain_total", 1233.7), Observed.Of("rain_total", 74_857, Observed.Noon + 60), Observed.Of("rain_total", 1233.7, Observed.Noon + 120),
        ];
        var scored = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(history);
        Assert.Equal([Good, QualityFlag.Fail, Good], scored.Select(assessment => assessment.Flag));
    }

    private ValidationPipeline NewPipeline() =>
        new(_stations, QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators(), EveryoneKnown.Instance);

    private (string First, string Second) Feed(ValidationPipeline pipeline, string values, string type = "rain_total")
    {
        var first = new List<QualityFlag>();
        var last = 0L;
        foreach (var pair in values.Split(' '))
        {
            last = Observed.Noon + long.Parse(pair.Split(':')[0]);
            first.Add(Hear(pipeline, type, last, double.Parse(pair.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)).Flag);
        }

        var second = pipeline.CloseWindows(last + 1200).Select(item => item.Assessment.Flag);
        return (Text(first), Text(second));
    }

    private Assessment Hear(ValidationPipeline pipeline, string type, long timestamp, double value)
    {
        var observation = Observed.Of(type, value, timestamp);
        var assessment = pipeline.Score(observation);
        _stations.Add(observation, assessment.Flag);
        pipeline.Learn(observation, assessment);
        return assessment;
    }

    private static string Text(IEnumerable<QualityFlag> flags) => string.Join(' ', flags.Select(flag => (int)flag));
}
