using System.Text;

namespace Stratum.Ingest.Tests;

public sealed class TolerantJsonTests
{
    [Theory]
    [InlineData("""{"t":nan,"h":55.0}""", """{"t":null,"h":55.0}""")]
    [InlineData("""{"t":NaN,"h":-Infinity,"p":[1,inf,3]}""", """{"t":null,"h":null,"p":[1,null,3]}""")]
    [InlineData("""{"t":21,5,"h":55}""", """{"t":21.5,"h":55}""")]
    [InlineData("""{"h":55,"t":-0,125}""", """{"h":55,"t":-0.125}""")]
    [InlineData("""{"p":1,013,"h":55}""", """{"p":null,"h":55}""")]
    [InlineData("""{"a":[21,5],"t":nan}""", """{"a":[21,5],"t":null}""")]
    [InlineData("""{"a":{"t":1.5,"h":2},"b":{"t":21.0,"p":10""", """{"a":{"t":1.5,"h":2},"b":{"t":21.0}}""")]
    [InlineData("""{"a":{"t":1.5},"b":{"t":21""", """{"a":{"t":1.5},"b":{}}""")]
    [InlineData("""{"t":21,5""", "{}")]
    [InlineData("""{"t":1,"name":"a, b": c", "h":2}""", """{"t":1,"name":"a, b"}""")]
    [InlineData("""{"t":,"h":2}""", """{"t":null,"h":2}""")]
    [InlineData("""{"t":--,"h":2}""", """{"t":null,"h":2}""")]
    [InlineData("""{"t":21 C,"h":2}""", """{"t":null,"h":2}""")]
    [InlineData("""{"t":1.2.3,"h":2}""", """{"t":null,"h":2}""")]
    [InlineData("""{"t":+1.5,"h":.5}""", """{"t":1.5,"h":0.5}""")]
    [InlineData("""{"t":007,"h":2}""", """{"t":7,"h":2}""")]
    [InlineData("""{"t" 1,"h":2}""", """{"h":2}""")]
    [InlineData("""{"t":1 "h":2}""", """{"t":1,"h":2}""")]
    [InlineData("""{"t":1,,"h":2,}""", """{"t":1,"h":2}""")]
    [InlineData("""{'t':1,"h":2}""", """{"t":1,"h":2}""")]
    [InlineData("""{t:1,h:2}""", """{"t":1,"h":2}""")]
    [InlineData("""{"t":1}}""", """{"t":1}""")]
    [InlineData("""{"t":1}{"t":2}""", """{"t":1}""")]
    [InlineData("""{"t":1,[2],"h":3}""", """{"t":1,"h":3}""")]
    [InlineData("""{"t":[1,2},"h":3}""", """{"t":[1,2]}""")]
    [InlineData("""{"a":{"t":1],"h":3},"p":4}""", """{"a":{"t":1}}""")]
    [InlineData("{\"t\":1,\"n\":\"a\nb\",\"h\":2}", """{"t":1,"n":"a\nb","h":2}""")]
    [InlineData("""{"t":1,"n":"\ud800","h":nan}""", """{"t":1,"n":"\uFFFD","h":null}""")]
    public void Parse_Damage_TakesOnlyWhatIsBadWithIt(string text, string expected)
    {
        using var document = TolerantJson.Parse(text, 16, out var damage);

        Assert.Equal(expected, document?.RootElement.GetRawText());
        Assert.NotEmpty(damage);
    }

    [Theory]
    [InlineData("Error 500")]
    [InlineData("")]
    [InlineData("nan")]
    public void Parse_NoJson_IsNone(string text) => Assert.Null(TolerantJson.Parse(text, 16, out _));

    [Fact]
    public void Parse_DeeperThanAllowed_IsNone()
    {
        Assert.NotNull(TolerantJson.Parse(new string('[', 16), 16, out _));
        Assert.Null(TolerantJson.Parse(new string('[', 17), 16, out var damage));
        Assert.Contains("deeper than 16", damage, StringComparison.Ordinal);
    }

    // Whatever is lost of a message, a value stays with its name.
    [Fact]
    public void Parse_Mutated_NeverMovesAValue()
    {
        const int seed = 20_261_125;
        const string text = """{"T":"2026-11-25T15:52:00","A":{"a":101,"b":102.5},"C":{"a":301,"d":"304"},"e":505}""";
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.ASCII.GetBytes(text);
            var damaged = Encoding.ASCII.GetString(random.Next(3) switch
            {
                0 => bytes[..random.Next(bytes.Length)],
                1 => [.. bytes.AsSpan(0, random.Next(bytes.Length)), .. "nan,"u8],
                _ => [.. bytes.Select((one, at) => at == round % bytes.Length ? (byte)"nX, "[random.Next(4)] : one)],
            });
            using var document = TolerantJson.Parse(damaged, 16, out _);
            if (document is null)
            {
                continue;
            }

            foreach (var (name, value) in MessageValue.Members(document.RootElement).SelectMany(member =>
                MessageValue.Members(member.Value).Select(inner => (member.Name + inner.Name, MessageValue.NumberOf(inner.Value)))))
            {
                var is101 = name is "Aa" ? 101 : name is "Ab" ? 102.5 : name is "Ca" ? 301 : name is "Cd" ? 304 : (double?)null;
                Assert.True(is101 is null || value is null || IsPartOf(value.Value, is101.Value), $"seed {seed} round {round}: {damaged} gave {name} {value}");
            }
        }
    }

    // A changed digit or point of the value itself cannot be noticed; another member's value would be.
    private static bool IsPartOf(double value, double original)
    {
        var (one, other) = (FormattableString.Invariant($"{value}"), FormattableString.Invariant($"{original}"));
        return one.Length <= other.Length && one.Where(char.IsAsciiDigit).All(digit => other.Contains(digit, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("21,5", 21.5)]
    [InlineData("-3,25", -3.25)]
    [InlineData("0,125", 0.125)]
    [InlineData("1013,250", 1013.25)]
    [InlineData("1,013", null)]
    [InlineData("1.013,25", null)]
    [InlineData("1,2,3", null)]
    [InlineData(",5", null)]
    [InlineData("21.5", 21.5)]
    public void LenientNumberOf_DecimalComma_IsReadWhereItIsNone(string text, double? expected) => Assert.Equal(expected, MessageValue.LenientNumberOf(text));

    [Fact]
    public void Open_ByteOrderMarkAndNul_AreNoDamage()
    {
        using var message = MqttMessage.Open("t", new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}', 0, 0 }, isRetained: false);

        Assert.NotNull(message.Root);
        Assert.Null(message.Damage);
    }

    [Fact]
    public void Read_CutOffBeforeTheUnit_KeepsTheUnitOfBefore()
    {
        var reader = new TasmotaReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, """{"BME280":{"Temperature":50},"TempUnit":"F"}""");

        var draft = Read(reader, """{"BME280":{"Temperature":51},"TempU""").Drafts[0];

        Assert.Equal("F", draft[Stratum.Core.TextField.Unit]);
    }

    [Fact]
    public void Read_ProbeWhoseIdIsLost_IsNotRead() =>
        Assert.Empty(Read(new TasmotaReader(new MqttReaderOptions(TimeZoneInfo.Utc)), """{"DS18B20":{"Temperature":4.0,"Id":"0301A2""").Drafts);

    [Fact]
    public void Read_RadioEventThatIsCutOff_IsNotUnderstood()
    {
        var readings = Read(new Rtl433Reader(new MqttReaderOptions(TimeZoneInfo.Utc)), """{"model":"M","temperature_C":4.0,"id":9""", "rtl_433/h/events");

        Assert.Empty(readings.Drafts);
        Assert.NotNull(readings.Problem);
    }

    private static MqttReadings Read(IMqttReader reader, string payload, string topic = "tele/a/SENSOR")
    {
        var readings = new MqttReadings();
        using var message = MqttMessage.Open(topic, Encoding.UTF8.GetBytes(payload), isRetained: false);
        reader.Read(message, readings);
        return readings;
    }
}
