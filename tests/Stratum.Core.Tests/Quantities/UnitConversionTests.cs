using System.Globalization;

namespace Stratum.Core.Tests;

public sealed class UnitConversionTests
{
    [Theory]
    [InlineData("temperature", 72.5, "degF", 22.5)]
    [InlineData("temperature", 32, "\u00b0F", 0)]
    [InlineData("temperature", -40, "F", -40)]
    [InlineData("temperature", 212, "degF", 100)]
    [InlineData("temperature", 79.9, "degF", 26.61)]
    [InlineData("temperature", 273.15, "K", 0)]
    [InlineData("temperature", 295.655, "K", 22.5)]
    [InlineData("temperature", 295.665, "K", 22.52)]
    [InlineData("pressure", 101325, "Pa", 1013.25)]
    [InlineData("pressure", 101.325, "kPa", 1013.25)]
    [InlineData("wind_speed", 36, "km/h", 10)]
    [InlineData("wind_speed", 1, "kn", 0.51)]
    [InlineData("rainfall", 0.01, "in", 0.25)]
    public void TryConvert_DeviceUnit_IsExactThenRoundedOnce(string readingType, double value, string unit, double expected)
    {
        Assert.True(UnitConversion.TryConvert(value, unit, Quantity(readingType), out var converted));
        Assert.Equal(expected, converted);
    }

    [Theory]
    // Ties of the decimal value, which the double behind it would decide by its own error.
    [InlineData(-4999.5, -50.0)]
    [InlineData(-4998.5, -49.98)]
    [InlineData(0.5, 0.0)]
    [InlineData(1.5, 0.02)]
    [InlineData(100.5, 1.0)]
    [InlineData(101.5, 1.02)]
    [InlineData(100.50000001, 1.01)]
    public void TryConvert_Tie_GoesToTheEvenDecimal(double pascal, double expectedHectopascal)
    {
        var pressure = Quantity("pressure") with { Decimals = 2 };
        Assert.True(UnitConversion.TryConvert(pascal, "Pa", pressure, out var converted));
        Assert.Equal(expectedHectopascal, converted);
    }

    [Theory]
    [InlineData("-49.995", -50.0)]
    [InlineData("-49.985", -49.98)]
    [InlineData("2.675", 2.68)]
    [InlineData("2.665", 2.66)]
    public void Round_Tie_GoesToTheEvenDecimal(string value, double expected) =>
        Assert.Equal(expected, UnitConversion.Round(decimal.Parse(value, CultureInfo.InvariantCulture), 2));

    [Theory]
    [InlineData("\u00b0C")]
    [InlineData("degC")]
    [InlineData("Cel")]
    public void TryConvert_SameUnitUnderAnyName_IsTakenAsItIs(string unit)
    {
        Assert.True(UnitConversion.TryConvert(21.300000190734863, unit, Quantity("temperature"), out var converted));
        Assert.Equal(21.300000190734863, converted);
    }

    [Theory]
    [InlineData("hPa")]
    [InlineData("")]
    [InlineData("DEGF")]
    [InlineData("degF ")]
    public void TryConvert_UnitOfAnotherKind_IsFalse(string unit) => Assert.False(UnitConversion.TryConvert(1, unit, Quantity("temperature"), out _));

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e16)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void TryConvert_HugeOrNotFinite_IsFalse(double value)
    {
        Assert.False(UnitConversion.TryConvert(value, "degF", Quantity("temperature"), out _));
        Assert.False(UnitConversion.TryConvert(value, "mi", Quantity("lightning_distance"), out _));
    }

    [Fact]
    public void TryConvert_LargestAcceptedValueInEveryUnit_DoesNotOverflow()
    {
        string[] units = ["degF", "K", "Pa", "kPa", "inHg", "mmHg", "km/h", "mph", "kn", "in", "km", "mi", "in/h", "mg/m3", "klux", "rad", "ppb", "mV"];
        foreach (var quantity in QuantityRegistry.Default.All)
        {
            foreach (var unit in units.Where(unit => UnitConversion.AreConvertible(unit, quantity.Unit)))
            {
                Assert.True(UnitConversion.TryConvert(1e15, unit, quantity, out var large) && double.IsFinite(large), $"{quantity.ReadingType} {unit}");
                Assert.True(UnitConversion.TryConvert(5e-324, unit, quantity, out var small) && double.IsFinite(small), $"{quantity.ReadingType} {unit}");
            }
        }
    }

    [Fact]
    public void AreConvertible_UnitsOfTheRegistry_AreEachConvertibleToThemselves() =>
        Assert.All(QuantityRegistry.Default.All, quantity => Assert.True(UnitConversion.AreConvertible(quantity.Unit, quantity.Unit)));

    [Theory]
    [InlineData("temperature", 32, "F")]
    [InlineData("temperature", 31.999, "F")]
    [InlineData("temperature", 273.15, "K")]
    [InlineData("temperature", 273.149, "K")]
    public void TryConvert_ToZero_IsNeverNegativeZero(string readingType, double value, string unit)
    {
        Assert.True(UnitConversion.TryConvert(value, unit, Quantity(readingType), out var converted));

        Assert.Equal("0.0", CanonicalDouble.Format(converted));
    }

    [Theory]
    [InlineData("temperature", 32.5, "F", "1", "-0.5", -0.22)]
    [InlineData("temperature", 21.34, "C", "1", "-0.5", 20.84)]
    [InlineData("temperature", 20, "C", "1.5", "1", 31)]
    [InlineData("temperature", 1, "C", "1", "-1", 0)]
    [InlineData("humidity", 50, "%", "1", "2.345", 52.3)]
    [InlineData("rain_total", 1, "in", "1.05", "0", 26.67)]
    public void TryConvert_Correction_ActsBeforeTheOneRounding(string readingType, double value, string unit, string scale, string offset, double expected)
    {
        var correction = new ValueCorrection(
            decimal.Parse(scale, System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(offset, System.Globalization.CultureInfo.InvariantCulture));

        Assert.True(UnitConversion.TryConvert(value, unit, Quantity(readingType), correction, out var converted));

        Assert.Equal(CanonicalDouble.Format(expected), CanonicalDouble.Format(converted));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e16)]
    public void TryCorrect_HugeOrNotFinite_IsFalse(double value) => Assert.False(UnitConversion.TryCorrect(value, new ValueCorrection(1, 1), out _));

    private static Quantity Quantity(string readingType) => QuantityRegistry.Default.Find(readingType)!;
}
