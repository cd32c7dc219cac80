using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Inputs that others reported as misread (Captures/field), through a real broker.</summary>
public sealed class MqttFieldTests
{
    [MosquittoFact]
    public async Task Field02_ProbeIsLost_LeavesAGapAndNobodyTakesItsPlace()
    {
        var signed = await SignedAsync("02-tasmota-probe-lost", "tasmota");

        Assert.Equal([-3.2, -3.1], Values(signed, "house-3CE10457A8F9 temperature"));
        Assert.Equal([21.8, 21.8, 21.9], Values(signed, "house-bme280 temperature"));
        Assert.DoesNotContain(signed, one => one.StartsWith("house ", StringComparison.Ordinal));
    }

    [MosquittoFact]
    public async Task Field03_FirmwareNumbersProbesAnew_EachKeepsItsSeries()
    {
        var signed = await SignedAsync("03-tasmota-renumbered", "tasmota");

        Assert.Equal(["barn-0301A2798A17 temperature 4", "barn-0301A279CC42 temperature 24.8", "barn-0301A279CC42 temperature 24.9"], signed);
    }

    [MosquittoFact]
    public async Task Field08_ZerosOfAbsentSensors_AreNotSigned()
    {
        var signed = await SignedAsync("08-meshtastic-zeros", "meshtastic");

        Assert.Equal(["!da740001 humidity 63.61", "!da740001 temperature 29.83"], signed);
    }

    [MosquittoFact]
    public async Task Field10_UvAndDistance_AreReadByModel()
    {
        var signed = await SignedAsync("10-rtl433-uv", "rtl_433");

        Assert.Contains("Bresser-7in1-43930 uv_index 2.1", signed);
        Assert.Contains("Acurite-Atlas-A-12 uv_index 3", signed);
        Assert.Contains("Acurite-Atlas-A-12 lightning_distance 5", signed);
    }

    [MosquittoFact]
    public async Task Field11_BareNan_TakesOnlyItself()
    {
        var signed = await SignedAsync("11-mqtt-unreadable-json", "tasmota", status =>
        {
            Assert.Equal((1L, 1L, 0L), (status.Messages!.Read, status.Messages.ReadInPart, status.Messages.NotUnderstood));
            Assert.Equal("tele/bad1/SENSOR", status.Messages.LastReadInPart!.Topic);
            Assert.Contains("has the value nan", status.Messages.LastReadInPart.Reason, StringComparison.Ordinal);
        });

        Assert.Equal(["bad1-bmp280 pressure 1000.1", "bad1-bmp280 temperature 21", "bad1-dht22 humidity 55"], signed);
    }

    [MosquittoFact]
    public async Task Field11_NoJsonAtAll_IsCountedAndSaid()
    {
        (string, string, bool)[] messages = [("tele/bad1/SENSOR", "{{{", false), ("tele/bad2/SENSOR", "Error 500", false)];
        var signed = await FieldCase.SignedAsync(messages, Preset("tasmota"), status =>
        {
            Assert.Equal((2L, 2L, 0L), (status.Messages!.Seen, status.Messages.NotUnderstood, status.Messages.Read));
            Assert.Equal(("tele/bad2/SENSOR", "is no JSON object"), (status.Messages.LastNotUnderstood!.Topic, status.Messages.LastNotUnderstood.Reason));
            Assert.Equal((2L, "a message on tele/bad2/SENSOR is no JSON object"), (status.Rejected, status.LastError));
        });

        Assert.Empty(signed);
    }

    [MosquittoFact]
    public async Task Field11_NothingWrong_IsNoError()
    {
        (string, string, bool)[] messages =
        [
            ("node/sensor/temperature/state", "unavailable", false), ("node/sensor/humidity/state", "51,5", false),
            ("node/sensor/pressure/state", "1001", true),
        ];
        var signed = await FieldCase.SignedAsync(messages, Preset("esphome"), status =>
        {
            Assert.Equal((3L, 2L, 1L), (status.Messages!.Seen, status.Messages.Read, status.Messages.PassedOver));
            Assert.Equal(("node/sensor/temperature/state", "says unavailable"), (status.Messages.LastPassedOver!.Topic, status.Messages.LastPassedOver.Reason));
            Assert.Null(status.LastError);
        });

        Assert.Equal(["node humidity 51.5", "node pressure 1001"], signed);
    }

    [MosquittoFact]
    public async Task Field12_OwnDevicesAreSigned_NeighboursAreHeard()
    {
        var sensor = Preset("rtl_433") with
        {
            Include = null,
            Devices =
            [
                new DeviceOptions { Match = "Nexus-TH-1-90", DeviceId = "garden" },
                new DeviceOptions { Match = "LaCrosse-TX141Bv3-*", DeploymentType = "INDOOR" },
                new DeviceOptions { Match = "Acurite-986-*" },
            ],
        };

        var signed = await FieldCase.SignedAsync(FieldCase.Messages("12-neighbours-radio"), sensor, status =>
        {
            var heard = Assert.Single(status.Heard);
            Assert.Equal(("ThermoPro-TP12-56", 1L), (heard.Device, heard.Messages));
            Assert.Contains("""match = "ThermoPro-TP12-56""", heard.Advice, StringComparison.Ordinal);
        });

        Assert.Equal(
            [
                "Acurite-986-1R-4711 temperature -18.33 PROBE", "LaCrosse-TX141Bv3-1-55 temperature 22.4 INDOOR", "garden humidity 88", "garden temperature 3",
            ],
            signed);
    }

    private static Task<IReadOnlyList<string>> SignedAsync(string name, string preset, Action<AdapterStatus>? inspect = null) =>
        FieldCase.SignedAsync(FieldCase.Messages(name), Preset(preset), inspect);

    private static SensorOptions Preset(string preset) => MqttSetup.Sensor(("preset", preset));

    private static IEnumerable<double> Values(IReadOnlyList<string> signed, string series) => signed
        .Where(one => one.StartsWith(series + " ", StringComparison.Ordinal))
        .Select(one => double.Parse(one.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)).Order();
}
