using System.Text;

namespace Stratum.Core.Tests;

public sealed class DraftTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"device_id\"")]
    [InlineData("{\"device_id\":")]
    [InlineData("{\"device_id\":\"d\"")]
    [InlineData("{\"device_id\":\"d\",}")]
    [InlineData("{'device_id':'d'}")]
    [InlineData("{device_id:\"d\"}")]
    [InlineData("{\"device_id\":\"d\"}}")]
    [InlineData("{\"device_id\":\"d\"} {}")]
    [InlineData("{\"device_id\":\"d\"},")]
    [InlineData("{\"device_id\":\"d\"} x")]
    [InlineData("{/**/\"device_id\":\"d\"}")]
    [InlineData("\ufeff{}")]
    public void TryRead_NotOneJsonObject_HasNoField(string json) => Assert.Equal("", Sample.ReadError(json)?.Field);

    [Fact]
    public void TryRead_EmptyObject_NamesTheFirstMissingField() => Assert.Equal("device_id", Sample.ReadError("{}")?.Field);

    [Fact]
    public void TryRead_WhiteSpaceAround_IsAccepted() => Assert.Null(Sample.ReadError(" \t" + Sample.Json() + "\r\n"));

    [Theory]
    [InlineData("device_id", "device_id")]
    [InlineData("device_id", "\\u0064evice_id")]
    [InlineData("value", "v\\u0061lue")]
    [InlineData("timestamp", "timestamp")]
    public void TryRead_KeyTwice_IsRefusedHoweverItIsSpelled(string name, string spelling)
    {
        var first = Sample.Json((name, "null"));
        var error = Sample.ReadError(first[..^1] + $",\"{spelling}\":null}}");
        Assert.Equal(name, error?.Field);
        Assert.Contains("twice", error?.Reason);
    }

    [Theory]
    [InlineData("readings")]
    [InlineData("Value")]
    [InlineData("reading_id")]
    [InlineData("received_at")]
    [InlineData("value ")]
    public void TryRead_UnknownKey_IsNamed(string name) => Assert.Equal(name, Sample.ReadError(Sample.Json((name, "1")))?.Field);

    [Fact]
    public void TryRead_KeyOf256BytesAndOf257_IsRefusedWithoutReadingTheLongOne()
    {
        var name = new string('k', 256);
        Assert.Equal(name, Sample.ReadError(Sample.Json((name, "1")))?.Field);
        Assert.Equal("", Sample.ReadError(Sample.Json((name + "k", "1")))?.Field);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00x")]
    public void TryRead_KeyWithAnUnpairedSurrogate_IsRefused(string name) => Assert.NotNull(Sample.ReadError(Sample.Json((name, "1"))));

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    public void TryRead_DepthBomb_IsRefused(string open, int times)
    {
        var bomb = string.Concat(Enumerable.Repeat(open, times));
        Assert.NotNull(Sample.ReadError(bomb));
        Assert.Equal("node_info", Sample.ReadError(Sample.Json(("node_info", bomb)))?.Field);
        Assert.Equal("x", Sample.ReadError(Sample.Json(("x", bomb)))?.Field);
    }

    [Fact]
    public void TryRead_NegativeZeroAndEscapes_AreReadAsTheyAre()
    {
        var json = Encoding.UTF8.GetBytes(Sample.Json(("value", "-0"), ("node_name", "\"\\ud83c\\udf27\\/\\u0000\"")));
        Assert.True(DraftReader.TryRead(json, out var draft, out _));
        Assert.True(double.IsNegative(draft.Value!.Value));
        Assert.Equal("\U0001F327/\0", draft[TextField.NodeName]);
    }

    [Theory]
    [InlineData(null, "CC-BY-4.0")]
    [InlineData("null", "CC-BY-4.0")]
    [InlineData("\"\"", "")]
    [InlineData("\"CC0\"", "CC0")]
    public void TryBuild_License_IsFilledOnlyWhenAbsent(string? given, string expected)
    {
        using var key = Sample.Key();
        Assert.True(DraftReader.TryRead(Encoding.UTF8.GetBytes(Sample.Json(("data_license", given))), out var draft, out _));
        Assert.Equal(expected, Sample.Build(draft, key.NodeId).Series[TextField.DataLicense]);
    }

    [Fact]
    public void Clone_Draft_LeavesTheOriginalAlone()
    {
        var draft = Sample.Draft();
        var copy = draft.Clone();
        (copy.Value, copy[TextField.NodeName]) = (1, "copy");
        Assert.Equal((21.37, "Blindern"), (draft.Value, draft[TextField.NodeName]));
        Assert.Equal((draft.Timestamp, draft.Latitude, draft.Longitude, draft.Altitude), (copy.Timestamp, copy.Latitude, copy.Longitude, copy.Altitude));
    }
}
