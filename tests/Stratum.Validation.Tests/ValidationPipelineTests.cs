using Stratum.Core;

namespace Stratum.Validation.Tests;

public class ValidationPipelineTests
{
    [Fact]
    public void Score_EverythingAgrees_IsGoodWithAllThreeComponents()
    {
        var pipeline = Pipeline(new KnownStations().WithNeighbours(20, "temperature", 10));
        LearnQuietDay(pipeline);

        var assessment = pipeline.Score(Observed.Of("temperature", 10));

        Assert.Equal(QualityFlag.Good, assessment.Flag);
        Assert.True(assessment.Confidence > 0.9);
        Assert.NotNull(assessment.Plausibility);
        Assert.NotNull(assessment.Spatial);
        Assert.NotNull(assessment.Temporal);
        Assert.Empty(assessment.Reasons);
    }

    [Fact]
    public void Score_NoNeighbours_IsNotCertainAndSaysWhy()
    {
        var assessment = Pipeline().Score(Observed.Of("temperature", 10));

        Assert.Equal(ConfidenceCombiner.CeilingWithoutNeighbours, assessment.Confidence);
        Assert.Null(assessment.Spatial);
        Assert.Null(assessment.Temporal);
        Assert.Equal(2, assessment.Reasons.Count(reason => reason.Contains("not assessed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Score_Impossible_IsZeroAndFailWhateverTheWeights()
    {
        var options = new ValidationOptions { PlausibilityWeight = 0 };

        var assessment = Pipeline(options: options).Score(Observed.Of("temperature", 99));

        Assert.Equal(0, assessment.Confidence);
        Assert.Equal(QualityFlag.Fail, assessment.Flag);
    }

    [Fact]
    public void Score_UnknownReadingType_IsNotEvaluated()
    {
        var assessment = Pipeline().Score(Observed.Of("radon_flux", 3, unit: "Bq"));

        Assert.Equal(QualityFlag.NotEvaluated, assessment.Flag);
        Assert.Equal(3, assessment.Reasons.Count);
    }

    [Fact]
    public void Score_Disabled_IsNotEvaluated() =>
        Assert.Equal(Assessment.NotEvaluated, Pipeline(options: new ValidationOptions { Enabled = false }).Score(Observed.Of("temperature", 99)));

    [Fact]
    public void Score_BiasOfFiveDegrees_FailsThoughItIsPlausible()
    {
        var assessment = Pipeline(new KnownStations().WithNeighbours(20, "temperature", 10)).Score(Observed.Of("temperature", 15));

        Assert.True(assessment.Confidence < 0.1);
        Assert.Equal(QualityFlag.Fail, assessment.Flag);
    }

    [Fact]
    public void Score_SpatialWeight_DecidesHowMuchNeighboursCount()
    {
        var stations = new KnownStations().WithNeighbours(20, "temperature", 10);
        double With(double weight) => Pipeline(stations, new ValidationOptions { SpatialWeight = weight }).Score(Observed.Of("temperature", 12.9)).Confidence;

        Assert.True(With(0.6) < With(0.3));
        Assert.True(With(0.3) < With(0.1));
        Assert.Equal(1, With(0));
    }

    [Fact]
    public void Score_CustomValidator_IsOneMoreFactor()
    {
        IReadOnlyList<IValidator> validators = [.. ValidationPipeline.StandardValidators(), new Opinion(0.25)];
        var pipeline = new ValidationPipeline(new KnownStations(), QuantityRegistry.Default, new ValidationOptions(), validators);

        var assessment = pipeline.Score(Observed.Of("temperature", 10));

        Assert.Equal(0.25, assessment.Confidence);
        Assert.Equal(QualityFlag.Suspect, assessment.Flag);
        Assert.Contains("I do not believe it", assessment.Reasons);
    }

    [Fact]
    public void Score_EachFlag_IsCounted()
    {
        var pipeline = Pipeline();
        pipeline.Score(Observed.Of("temperature", 10));
        pipeline.Score(Observed.Of("temperature", 99));
        pipeline.Score(Observed.Of("radon_flux", 10));

        var status = pipeline.Status;

        Assert.Equal((1, 1, 1, 0), (status.Good, status.Fail, status.NotEvaluated, status.Suspect));
    }

    [Fact]
    public void CloseWindows_OneSeriesMoreThanTheLimit_ForgetsTheOldest()
    {
        var pipeline = Pipeline(options: new ValidationOptions { MaxSeries = 10 });
        for (var i = 0; i < 11; i++)
        {
            pipeline.Learn(Observed.Of("temperature", 10, device: $"d{i}"), Assessment.NotEvaluated);
        }

        pipeline.CloseWindows(Observed.Noon + 3600);

        Assert.Equal(10, pipeline.Status.SeriesWithHistory);
        Assert.Null(pipeline.Score(Observed.Of("temperature", 30, Observed.Noon + 60, "d0")).Temporal);
        Assert.NotNull(pipeline.Score(Observed.Of("temperature", 30, Observed.Noon + 60, "d1")).Temporal);
    }

    [Fact]
    public void CloseWindows_ImpossibleValue_IsNoPast()
    {
        var pipeline = Pipeline();
        var wrong = Observed.Of("temperature", 99);
        pipeline.Learn(wrong, pipeline.Score(wrong));
        pipeline.CloseWindows(Observed.Noon + 3600);

        Assert.Null(pipeline.Score(Observed.Of("temperature", 10, Observed.Noon + 60)).Temporal);
    }

    [Fact]
    public void Constructor_WeightOutOfRange_NamesItAndTheRange()
    {
        var error = Assert.Throws<ArgumentException>(() => Pipeline(options: new ValidationOptions { SpatialWeight = 1.01, TemporalWeight = double.NaN }));

        Assert.Contains("spatial_weight is 1.01; accepted is 0..1", error.Message, StringComparison.Ordinal);
        Assert.Contains("temporal_weight is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TwoValidatorsOfOneName_Throws() => Assert.Throws<ArgumentException>(() =>
        new ValidationPipeline(new KnownStations(), QuantityRegistry.Default, new ValidationOptions(), [new Opinion(1), new Opinion(0)]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Score_AnyInput_HasConfidenceAndFlagThatFit(int seed)
    {
        var random = new Random(seed);
        var stations = new KnownStations();
        var pipeline = Pipeline(stations, new ValidationOptions { SpatialWeight = random.NextDouble(), TemporalWeight = random.NextDouble() });
        string[] types = [.. QuantityRegistry.Default.All.Select(quantity => quantity.ReadingType), "unheard_of"];
        double[] odd = [0, -0.0, double.Epsilon, double.MaxValue, double.MinValue, 1e300, -273.15, -243.12, 100, 360];
        long[] times = [0, Observed.Noon, Observed.Noon + 60, Observed.Noon + 3600, Observation.TimestampMax];
        for (var i = 0; i < 3000; i++)
        {
            var value = random.Next(3) == 0 ? odd[random.Next(odd.Length)] : (random.NextDouble() * 200) - 50;
            var place = random.Next(9) switch
            {
                0 => new GeoPoint(90, 180),
                1 => new GeoPoint(-90, -180),
                _ => Observed.Away(random.NextDouble(), random.NextDouble()),
            };
            double? altitude = random.Next(4) switch { 0 => null, 1 => 1e308, 2 => -1e7, _ => 50 };
            var observation = Observed.Of(
                types[random.Next(types.Length)], value, times[random.Next(times.Length)], $"d{random.Next(40)}", place, altitude,
                    noPosition: random.Next(10) == 0);

            var assessment = pipeline.Score(observation);

            var what = $"seed {seed}, item {i}: {observation.Series.ReadingType} {value} -> {assessment}";
            Assert.True(assessment.Confidence is >= 0 and <= 1, what);
            Assert.True(assessment.Flag != QualityFlag.Fail || assessment.Confidence < ConfidenceCombiner.FailBelow, what);
            Assert.True(assessment.Flag != QualityFlag.Good || assessment.Confidence >= ConfidenceCombiner.SuspectBelow, what);
            Assert.True(assessment.Flag is QualityFlag.Good or QualityFlag.NotEvaluated || assessment.Reasons.Count > 0, what);
            Assert.All(assessment.Reasons, reason => Assert.True(System.Text.Ascii.IsValid(reason), reason));
            stations.Add(observation, assessment.Flag);
            pipeline.Learn(observation, assessment);
        }
    }

    [Fact]
    public async Task ScoreAndLearn_FromSeveralThreads_KeepTheBound()
    {
        var pipeline = Pipeline(options: new ValidationOptions { MaxSeries = 50 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                if (worker == 0 && i % 100 == 0)
                {
                    pipeline.CloseWindows(Observed.Noon + (i * 60L));
                }

                var observation = Observed.Of("temperature", 10 + (i % 5), Observed.Noon + (i * 60L), $"d{(i + worker) % 90}");
                pipeline.Learn(observation, pipeline.Score(observation));
            }
        })));

        pipeline.CloseWindows(long.MaxValue - 3600);
        Assert.Equal(50, pipeline.Status.SeriesWithHistory);
        Assert.Equal(8000, pipeline.Status.Good + pipeline.Status.Suspect + pipeline.Status.Fail);
    }

    private static ValidationPipeline Pipeline(KnownStations? stations = null, ValidationOptions? options = null) =>
        new(stations ?? new KnownStations(), QuantityRegistry.Default, options ?? new ValidationOptions(), ValidationPipeline.StandardValidators());

    private static void LearnQuietDay(ValidationPipeline pipeline)
    {
        for (var i = 40; i > 0; i--)
        {
            pipeline.Learn(Observed.Of("temperature", 10 + Math.Sin(i * 0.5), Observed.Noon - (i * 3600L)), Assessment.NotEvaluated);
        }

        pipeline.CloseWindows(Observed.Noon);
    }

    private sealed class Opinion(double score) : IValidator
    {
        public string Name => "opinion";

        public ValidatorResult Assess(Observation observation, IValidationContext context) => new(score, "I do not believe it");
    }
}
