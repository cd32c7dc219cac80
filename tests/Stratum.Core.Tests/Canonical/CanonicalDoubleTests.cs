using System.Globalization;

namespace Stratum.Core.Tests;

public sealed class CanonicalDoubleTests
{
    [Fact]
    public void Format_SixThousandDoubles_SaysWhatPythonsReprSays()
    {
        var lines = VectorFile.Lines("doubles-python-repr.txt");
        Assert.True(lines.Length > 6000, $"only {lines.Length} doubles");
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var value = BitConverter.UInt64BitsToDouble(ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.True(CanonicalDouble.Format(value) == parts[1], $"{parts[0]}: {CanonicalDouble.Format(value)}, Python says {parts[1]}");
        }
    }

    [Theory]
    [InlineData(22.0, "22.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e-5, "1.5e-05")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(-0.0, "-0.0")]
    public void Format_ExampleOfTheSpecification_IsAsWritten(double value, string text) => Assert.Equal(text, CanonicalDouble.Format(value));

    [Theory]
    // .NET 10 writes 2.980232238769531E-08 and 4.104536801298376E-289 here, which are the doubles below.
    [InlineData(1.0 / (1 << 25), "2.9802322387695312e-08")]
    [InlineData(4.1045368012983762e-289, "4.1045368012983762e-289")]
    public void Format_PowerOfTwoThatTheFrameworkMisses_RoundTrips(double value, string text) => Assert.Equal(text, CanonicalDouble.Format(value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void TryFormat_NotFinite_Throws(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalDouble.TryFormat(value, new byte[CanonicalDouble.MaxBytes], out _));

    [Theory]
    [InlineData(-2.2250738585072014e-308, 24)]
    [InlineData(1e15, 18)]
    [InlineData(22.0, 4)]
    [InlineData(0.5, 3)]
    public void TryFormat_BufferOneByteTooShort_IsFalseAndExactlyLongEnough_IsTrue(double value, int length)
    {
        Assert.False(CanonicalDouble.TryFormat(value, new byte[length - 1], out var written));
        Assert.Equal(0, written);
        Assert.True(CanonicalDouble.TryFormat(value, new byte[length], out written));
        Assert.Equal(length, written);
    }

    [Fact]
    public void TryFormat_RandomBits_NeverTakesMoreThanMaxBytesAndRoundTrips()
    {
        const int seed = 20261120;
        var random = new Random(seed);
        for (var i = 0; i < 50_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value))
            {
                continue;
            }

            var text = CanonicalDouble.Format(value);
            Assert.True(text.Length <= CanonicalDouble.MaxBytes, $"seed {seed}, round {i}: {text}");
            var read = double.Parse(text, CultureInfo.InvariantCulture);
            Assert.True(BitConverter.DoubleToInt64Bits(read) == BitConverter.DoubleToInt64Bits(value), $"seed {seed}, round {i}: {text}");
        }
    }
}
