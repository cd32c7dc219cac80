using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class CodecTests
{
    private static readonly double[] Special =
    [
        0.0, -0.0, double.Epsilon, -double.Epsilon, double.MinValue, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        2.2250738585072014e-308, 2.225073858507201e-308, 1.0 / 3, 0.1 + 0.2, 9_007_199_254_740_993.0, 1e22, 1e-12, 123_456_789.123_456,
    ];

    private static double Bits(Random random) => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));

    // What sensors give, and what they should not.
    private static double[] Values(int kind, Random random)
    {
        var count = random.Next(0, 1100);
        var walk = random.Next(-300, 400);
        return [.. Enumerable.Range(0, count).Select(_ => kind switch
        {
            0 => Bits(random),
            1 => Special[random.Next(Special.Length)],
            2 => (walk += random.Next(-3, 4)) / 10.0,
            3 => Math.Round(random.NextDouble() * 60, 2),
            4 => 21.5,
            5 => random.Next(50) == 0 ? Bits(random) : (walk += random.Next(-3, 4)) / 10.0,
            6 => random.Next(2) == 0 ? 0.0 : -0.0,
            7 => BitConverter.Int64BitsToDouble(random.NextInt64(1, 1L << 52)),
            8 => random.Next(100_000, 103_000),
            _ => random.NextDouble() * 1e-5,
        })];
    }

    [Fact]
    public void Values_AnyKindOfNumbers_KeepEveryBit()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var values = Values(seed % 10, new Random(seed));
            var output = new ByteWriter();
            ValueCodec.Write(output, values);
            var read = new double[values.Length];
            var input = new ByteReader(output.Written);
            ValueCodec.Read(ref input, read);
            Assert.True(values.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(read.Select(BitConverter.DoubleToInt64Bits)), $"seed {seed}");
            Assert.Equal(0, input.Remaining);
        }
    }

    [Fact]
    public void Integers_AnyDistribution_ComeBack()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            var walk = random.NextInt64(-1_000_000, 1_000_000);
            long[] values = [.. Enumerable.Range(0, random.Next(0, 1100)).Select(_ => (seed % 6) switch
            {
                0 => random.NextInt64(long.MinValue, long.MaxValue),
                1 => random.Next(40) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(16),
                2 => walk += 60,
                3 => walk += random.Next(200) == 0 ? 86_400 : 58 + random.Next(5),
                4 => 7,
                _ => random.Next(2) == 0 ? long.MinValue : long.MaxValue,
            })];
            var output = new ByteWriter();
            PackedInts.Write(output, values, PackedInts.PlanOf(values, new long[values.Length]));
            DifferenceCodec.Write(output, values);
            var packed = new long[values.Length];
            var steady = new long[values.Length];
            var input = new ByteReader(output.Written);
            PackedInts.Read(ref input, packed);
            DifferenceCodec.Read(ref input, steady);
            Assert.True(values.SequenceEqual(packed), $"seed {seed}: packed");
            Assert.True(values.SequenceEqual(steady), $"seed {seed}: differences");
            Assert.Equal(0, input.Remaining);
        }
    }

    [Fact]
    public void Values_OfADecimalSensor_TakeAByte()
    {
        var random = new Random(7);
        var walk = 215;
        double[] values = [.. Enumerable.Range(0, 1024).Select(_ => (walk += random.Next(-2, 3)) / 10.0)];
        var output = new ByteWriter();
        ValueCodec.Write(output, values);
        Assert.True(output.Length < 1024, $"{output.Length} bytes for 1024 values of a thermometer");
        var constant = new ByteWriter();
        ValueCodec.Write(constant, [.. Enumerable.Repeat(21.5, 1024)]);
        Assert.True(constant.Length < 16, $"{constant.Length} bytes for 1024 times the same");
    }

    [Fact]
    public void Block_AnyRows_ComesBackWithEveryBit()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var series = Make.Series();
            StoredObservation[] rows = [.. Enumerable.Range(1, 1 + random.Next(300)).Select(at => RandomRow(series, at, seed, random))];
            var output = new ByteWriter();
            var read = new BlockRows(series, rows.Length, contentOnly: false);
            for (var column = 0; column < TableFormat.ColumnCount; column++)
            {
                output.Clear();
                ColumnCodec.Write(output, (TableColumn)column, rows);
                ColumnCodec.Read(output.Written, (TableColumn)column, read);
            }

            for (var at = 0; at < rows.Length; at++)
            {
                var row = read.Row(at);
                Assert.True(read.Is(at, rows[at].Observation.Observation), $"seed {seed}, row {at}");
                Assert.Equal(rows[at].Observation.ContentId, row.Observation.ContentId);
                Assert.Equal(rows[at].Observation.Signature, row.Observation.Signature);
                Assert.Equal(
                    (rows[at].ArrivalNumber, rows[at].ReceivedAtMs, rows[at].ReceivedVia, rows[at].TimeSource),
                    (row.ArrivalNumber, row.ReceivedAtMs, row.ReceivedVia, row.TimeSource));
                Assert.Equal(rows[at].Assessment.Confidence, row.Assessment.Confidence, 0.0051);
                Assert.Equal(rows[at].Assessment.Flag, row.Assessment.Flag);
                Assert.Equal(rows[at].Assessment.Flag is QualityFlag.Suspect ? rows[at].Assessment.Reasons : [], row.Assessment.Reasons);
                Assert.Equal(rows[at].Assessment.Spatial is null, row.Assessment.Spatial is null);
            }
        }
    }

    [Fact]
    public void Extent_PackedInEightBytes_CoversWhatItWas()
    {
        // The grid's own points are where rounding there and back could end inside.
        for (var step = 0; step <= 65_535; step++)
        {
            AssertCovered(new GeoExtent((step / 65_535.0 * 180) - 90, (step / 65_535.0 * 180) - 90, (step / 65_535.0 * 360) - 180,
                (step / 65_535.0 * 360) - 180));
        }

        AssertCovered(new GeoExtent(-90, 90, -180, 180));
        AssertCovered(new GeoExtent(90, 90, 180, 180));
        AssertCovered(new GeoExtent(-90, -90, -180, -180));
        var random = new Random(5);
        for (var times = 0; times < 100_000; times++)
        {
            var (south, west) = ((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            AssertCovered(new GeoExtent(south, Math.Min(90, south + random.NextDouble()), west, Math.Min(180, west + random.NextDouble())));
        }

        Assert.Null(new PackedExtent(null).ToExtent());
    }

    private static void AssertCovered(GeoExtent extent)
    {
        var unpacked = new PackedExtent(extent).ToExtent()!;
        Assert.True(unpacked.Covers(extent), $"{unpacked} does not cover {extent}");
        Assert.True(unpacked.North - unpacked.South - (extent.North - extent.South) < 4.01 * 180 / 65_535, $"{unpacked} is too tall for {extent}");
        Assert.True(unpacked.East - unpacked.West - (extent.East - extent.West) < 4.01 * 360 / 65_535, $"{unpacked} is too wide for {extent}");
    }

    private static StoredObservation RandomRow(Series series, int at, int seed, Random random)
    {
        GeoPoint? position = (seed % 3) switch
        {
            0 => new GeoPoint(57.15, -2.1),
            1 => random.Next(9) == 0 ? null : new GeoPoint(57 + (at * 0.0001), -2 - (random.Next(100) * 0.0001)),
            _ => random.Next(3) == 0 ? new GeoPoint(0.0, -0.0) : null,
        };
        var made = Make.Row(series, Make.Midnight + (at * 60), random.Next(4) == 0 ? -0.0 : random.Next(100) / 10.0, position,
            random.Next(2) == 0 ? null : random.Next(1000) / 10.0, signature: random.Next(256), receivedAtMs: ((Make.Midnight + (at * 60)) * 1000)
                + random.Next(5000));
        string[] reasons = random.Next(5) == 0 ? ["4.8 degC above 23 neighbours", "stuck"] : [];
        var score = new Assessment(random.NextDouble(), (QualityFlag)(random.Next(2) == 0 ? 1 : 3), reasons)
        {
            Spatial = random.Next(2) == 0 ? null : random.NextDouble(),
        };
        return new StoredObservation(made.Observation, at * 7, made.ReceivedAtMs, (ReceivedVia)random.Next(3), (TimeSource)random.Next(3), score);
    }

    [Fact]
    public void Columns_MutatedBytes_ThrowInvalidDataOrGiveRows()
    {
        var series = Make.Series();
        var random = new Random(20261121);
        StoredObservation[] rows = [.. Enumerable.Range(1, 200).Select(at => RandomRow(series, at, at % 3, random))];
        var refused = 0;
        for (var round = 0; round < 6000; round++)
        {
            var column = (TableColumn)(round % TableFormat.ColumnCount);
            var output = new ByteWriter();
            ColumnCodec.Write(output, column, rows);
            var bytes = output.Written.ToArray();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                bytes[random.Next(Math.Min(bytes.Length, random.Next(2) == 0 ? 24 : bytes.Length))] = (byte)random.Next(256);
            }

            try
            {
                ColumnCodec.Read(bytes.AsSpan(0, random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length), column,
                    new BlockRows(series, rows.Length, false));
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
            {
                // What the reader of a table turns into a report of damage.
                refused++;
            }
        }

        Assert.True(refused > 100, $"only {refused} of 6000 were refused: the test mutates nothing");
    }
}
