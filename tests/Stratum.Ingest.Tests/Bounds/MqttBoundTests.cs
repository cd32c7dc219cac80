using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What a broker or its devices can feed, and what a table may write: each bound at its limit and one beyond. The packet's is in
/// MqttBrokerTests.</summary>
public sealed class MqttBoundTests
{
    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Message_Nesting_IsBounded(int depth, bool isJson)
    {
        using var message = MqttMessage.Open("t", Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)), isRetained: false);
        Assert.Equal(isJson, message.Root is not null);
    }

    [Fact]
    public void Message_Values_AreCounted()
    {
        // Further sensors of a type are told apart by number: ten of each kind are far from enough, so the message has many kinds of chips.
        var chips = string.Join(',', Enumerable.Range(0, MqttReadings.DraftsMax + 1).Select(i => $$"""
            "C{{i}}":{"Temperature":{{i}}}
            """));
        var readings = Read(MqttPresets.Create("tasmota", new MqttReaderOptions(TimeZoneInfo.Utc)), "tele/a/SENSOR", $"{{{chips}}}");
        Assert.Equal(MqttReadings.DraftsMax, readings.Drafts.Count);
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Path_Steps_AreCounted(int steps, bool isTaken) => Check(isTaken, () => JsonPath.Parse("$" + string.Concat(Enumerable.Repeat(".a", steps))));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Topic_Template_IsOfBoundedLength(int characters, bool isTaken) => Check(isTaken, () => TopicTemplate.Parse(new string('t', characters)));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Table_Mappings_AreCounted(int count, bool isTaken)
    {
        var mappings = Enumerable.Range(0, count).SelectMany(i => new[]
        {
            ($"map:{i}:path", "$.t"), (string.Create(CultureInfo.InvariantCulture, $"map:{i}:reading_type"), "temperature"),
        });
        Check(isTaken, () => MqttSetup.Create(new FakeClock(), MqttSetup.Sensor([("url", "mqtt://localhost"), ("topic", "x/{device}"), .. mappings])));
    }

    [Fact]
    public void HomeAssistant_Entities_AreCounted()
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        for (var i = 0; i < 4096; i++)
        {
            Assert.Null(Announce(reader, i).Problem);
        }

        Assert.Contains("more than 4096 entities", Announce(reader, 4096).Problem, StringComparison.Ordinal);
        Assert.Equal(4096, reader.TakeNewFilters().Count);
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(513, 0)]
    public void HomeAssistant_StateTopic_IsOfBoundedLength(int characters, int filters)
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "homeassistant/sensor/a/config", $$"""{"stat_t":"{{new string('t', characters)}}","dev_cla":"humidity"}""");
        Assert.Equal(filters, reader.TakeNewFilters().Count);
    }

    [Fact]
    public void Meshtastic_PositionsOfNodes_AreCounted()
    {
        var reader = MqttPresets.Create("meshtastic", new MqttReaderOptions(TimeZoneInfo.Utc));
        for (var i = 0; i <= 4096; i++)
        {
            Read(reader, "msh/X/2/json/c/!g", $$$"""{"from":{{{i}}},"type":"position","payload":{"latitude_i":599423000,"longitude_i":107200000}}""");
        }

        Assert.NotNull(Telemetry(reader, 4095).Latitude);
        Assert.Null(Telemetry(reader, 4096).Latitude);
    }

    [Fact]
    public void Repeats_Remembered_AreCounted()
    {
        var recent = new RecentMessages(new FakeClock(), TimeSpan.FromHours(1));
        for (var i = 0; i <= 1024; i++)
        {
            Assert.False(recent.IsRepeat($"{i}", isDuplicate: false));
        }

        Assert.True(recent.IsRepeat("1", isDuplicate: false));
        Assert.False(recent.IsRepeat("0", isDuplicate: false));
    }

    private static void Check(bool isTaken, Func<object> make)
    {
        if (isTaken)
        {
            Assert.NotNull(make());
            return;
        }

        Assert.Throws<StratumException>(make);
    }

    private static MqttReadings Announce(HomeAssistantReader reader, int i) =>
        Read(reader, $"homeassistant/sensor/e{i}/config", $$"""{"stat_t":"s/{{i}}","dev_cla":"humidity"}""");

    private static ObservationDraft Telemetry(IMqttReader reader, int from) =>
        Read(reader, "msh/X/2/json/c/!g", $$$"""{"from":{{{from}}},"type":"telemetry","payload":{"temperature":1}}""").Drafts[0];

    private static MqttReadings Read(IMqttReader reader, string topic, string payload)
    {
        var readings = new MqttReadings();
        using var message = MqttMessage.Open(topic, Encoding.UTF8.GetBytes(payload), isRetained: false);
        reader.Read(message, readings);
        return readings;
    }
}
