using System.Text;

namespace Stratum.Core.Tests;

public sealed class DraftErrorTests
{
    private static readonly string[] TextNames = [.. Enumerable.Range(0, TextFields.Count).Select(i => TextFields.NameOf((TextField)i))];

    private static readonly string[] DoubleNames = ["value", "latitude", "longitude", "altitude"];

    public static TheoryData<string> Texts => [.. TextNames];

    public static TheoryData<string> Doubles => [.. DoubleNames];

    public static TheoryData<string> Integers => ["timestamp", "signing_payload_version"];

    [Fact]
    public void TryRead_MinimalDraft_IsAccepted() => Assert.Null(Sample.ReadError(Sample.Json()));

    [Theory]
    [MemberData(nameof(Texts))]
    public void TryRead_NotAString_NamesTheField(string name)
    {
        foreach (var wrong in (string[])["1", "1.5", "true", "false", "[]", "{}", "[\"a\"]", "NaN"])
        {
            AssertField(name, Sample.Json((name, wrong)));
        }
    }

    [Theory]
    [MemberData(nameof(Doubles))]
    public void TryRead_NotAFiniteNumber_NamesTheField(string name)
    {
        foreach (var wrong in (string[])
            ["\"21.5\"", "\"\"", "true", "false", "[]", "{}", "NaN", "Infinity", "-Infinity", "-NaN", "nan", "1e999", "-1e999", "1e400"])
        {
            AssertField(name, Sample.Json(("latitude", "1"), ("longitude", "1"), (name, wrong)));
        }
    }

    [Theory]
    [MemberData(nameof(Integers))]
    public void TryRead_NotAWholeNumber_NamesTheField(string name)
    {
        foreach (var wrong in (string[])
            ["1.0", "1e9", "1E0", "1e0", "-0", "-1", "\"1\"", "true", "[]", "{}", "NaN",
             "9007199254740992", "9223372036854775808", "1e999", "99999999999999999999999999999"])
        {
            AssertField(name, Sample.Json((name, wrong)));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9007199254740991")]
    public void TryRead_TimestampAtItsLimits_IsAccepted(string timestamp) => Assert.Null(Sample.ReadError(Sample.Json(("timestamp", timestamp))));

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("4294967297")]
    public void TryBuild_AnotherVersion_IsRefused(string version) =>
        AssertField("signing_payload_version", Sample.Json(("signing_payload_version", version)));

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    public void TryBuild_VersionOneOrNull_IsAccepted(string version) => Assert.Null(Sample.ReadError(Sample.Json(("signing_payload_version", version))));

    [Theory]
    [InlineData("device_id")]
    [InlineData("timestamp")]
    [InlineData("reading_type")]
    [InlineData("value")]
    public void TryBuild_RequiredFieldAbsentOrNull_IsNamed(string name)
    {
        AssertField(name, Sample.Json((name, null)));
        AssertField(name, Sample.Json((name, "null")));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void TryBuild_TextAtItsLimit_IsAcceptedAndOneMoreIsNot(string name)
    {
        var max = TextFields.MaxCharactersOf((TextField)Array.IndexOf(TextNames, name));
        foreach (var character in name == "reading_type" ? (string[])["a"] : ["a", "\u00e9", "\U0001F327"])
        {
            Assert.Null(Sample.ReadError(Sample.Json((name, Quoted(character, max)))));
            AssertField(name, Sample.Json((name, Quoted(character, max + 1))));
        }
    }

    [Fact]
    public void MaxCharacters_OfEveryField_AreTheFrozenOnes()
    {
        var exceptions = new Dictionary<string, int>
        {
            ["device_id"] = 128,
            ["reading_type"] = 64,
            ["reading_type_name"] = 128,
            ["unit"] = 64,
            ["data_license"] = 64,
            ["node_info"] = 1024,
        };
        Assert.All(TextNames, (name, i) => Assert.Equal(exceptions.GetValueOrDefault(name, 256), TextFields.MaxCharactersOf((TextField)i)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void TryRead_NotUnicode_NamesTheField(string name)
    {
        foreach (var escaped in (string[])["\\ud800", "\\udc00", "a\\ud83c!", "\\udf27\\ud83c"])
        {
            AssertField(name, Sample.Json((name, $"\"{escaped}\"")));
        }

        var (before, after) = (Encoding.UTF8.GetBytes("{\"" + name + "\":\"a"), "\"}"u8.ToArray());
        foreach (var bytes in (byte[][])[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]])
        {
            Assert.Equal(name, Sample.ReadError([.. before, .. bytes, .. after])?.Field);
        }
    }

    [Fact]
    public void TryBuild_UnpairedSurrogateFromAnAdapter_NamesTheField()
    {
        using var key = Sample.Key();
        var draft = Sample.Draft();
        draft[TextField.NodeName] = "a\ud800";
        Assert.False(ObservationBuilder.TryBuild(draft, key.NodeId, out _, out var error));
        Assert.Equal("node_name", error.Field);
    }

    [Fact]
    public void TryBuild_DeviceIdWithAControlCharacterOrBar_IsRefused()
    {
        for (var code = 0; code < 0x120; code++)
        {
            var error = Sample.ReadError(Sample.Json(("device_id", $"\"a\\u{code:x4}b\"")));
            var isRefused = code < 0x20 || code is >= 0x7F and <= 0x9F || code == '|';
            Assert.True(isRefused == (error?.Field == "device_id"), $"U+{code:X4}: {error}");
        }
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"Temperature\"")]
    [InlineData("\"1wire\"")]
    [InlineData("\"_t\"")]
    [InlineData("\"pm2.5\"")]
    [InlineData("\"t \"")]
    [InlineData("\"t\\n\"")]
    [InlineData("\"t\u00e9\"")]
    public void TryBuild_ReadingTypeOfAnotherForm_IsRefused(string text) => AssertField("reading_type", Sample.Json(("reading_type", text)));

    [Fact]
    public void TryBuild_DeviceIdEmpty_IsRefused() => AssertField("device_id", Sample.Json(("device_id", "\"\"")));

    [Theory]
    [InlineData("latitude", "90.00000000000001")]
    [InlineData("latitude", "-90.00000000000001")]
    [InlineData("latitude", "91")]
    [InlineData("longitude", "180.00000000000003")]
    [InlineData("longitude", "-180.00000000000003")]
    [InlineData("longitude", "1e300")]
    public void TryBuild_PositionOutOfRange_IsRefused(string name, string degrees) =>
        AssertField(name, Sample.Json(("latitude", "0"), ("longitude", "0"), (name, degrees)));

    [Theory]
    [InlineData("90", "180")]
    [InlineData("-90", "-180")]
    [InlineData("0", "0")]
    [InlineData("null", "null")]
    public void TryBuild_PositionInsideItsLimits_IsAccepted(string latitude, string longitude) =>
        Assert.Null(Sample.ReadError(Sample.Json(("latitude", latitude), ("longitude", longitude))));

    [Theory]
    [InlineData("latitude", "longitude")]
    [InlineData("longitude", "latitude")]
    public void TryBuild_OneCoordinateWithoutTheOther_NamesTheMissingOne(string given, string missing)
    {
        AssertField(missing, Sample.Json((given, "10")));
        AssertField(missing, Sample.Json((given, "10"), (missing, "null")));
    }

    [Fact]
    public void TryBuild_ValueNotFiniteFromAnAdapter_IsRefused()
    {
        using var key = Sample.Key();
        foreach (var wrong in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            foreach (var (field, change) in (ReadOnlySpan<(string, Action<ObservationDraft>)>)
                [("value", d => d.Value = wrong), ("altitude", d => d.Altitude = wrong),
                 ("latitude", d => d.Latitude = wrong), ("longitude", d => d.Longitude = wrong)])
            {
                var draft = Sample.Draft();
                change(draft);
                Assert.False(ObservationBuilder.TryBuild(draft, key.NodeId, out _, out var error));
                Assert.Equal(field, error.Field);
            }
        }
    }

    private static string Quoted(string character, int count) => $"\"{string.Concat(Enumerable.Repeat(character, count))}\"";

    private static void AssertField(string field, string json)
    {
        var error = Sample.ReadError(json);
        Assert.True(error?.Field == field, $"{json[..Math.Min(200, json.Length)]}: {error}");
        Assert.NotEqual("", error!.Reason);
    }
}
