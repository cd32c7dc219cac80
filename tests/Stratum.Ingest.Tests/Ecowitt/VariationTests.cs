using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What other makers and other firmware put in the same requests.</summary>
public sealed class VariationTests
{
    private const string Form = "application/x-www-form-urlencoded";

    // Wunderground's protocol has the spot values optional, and windows beside them.
    [Theory]
    [InlineData("windspdmph_avg2m=10&winddir_avg2m=90&windgustmph_10m=20&windgustdir_10m=100",
        ". wind_direction 90|. wind_gust 8.94|. wind_gust_direction 100|. wind_speed 4.47")]
    [InlineData("windspeedmph=5&windspdmph_avg2m=10&winddir=80&winddir_avg2m=90&windgustmph=6&windgustmph_10m=20",
        ". wind_direction 80|. wind_gust 2.68|. wind_speed 2.24")]
    [InlineData("windspdmph_avg2m=0&winddir_avg2m=90", ". wind_speed 0")]
    // An AcuRite bridge with two indoor monitors.
    [InlineData("id=X&mt=ProIn&sensor=00001234&indoortempf=68&indoorhumidity=50&baromin=29.92",
        "-00001234-in humidity 50|-00001234-in temperature 20|. pressure_sea_level 1013.21")]
    // Ambient's further sensors.
    [InlineData("stationtype=AMBWeatherV4.3.4&temp10f=50&soiltens1=33&soilhum1=40&leafwetness1=7&pm_in_temp_aqin=68&co2_in_aqin=500&pm25_in_aqin=3",
        "-aqin co2 500|-aqin pm2_5 3|-aqin temperature 20|-ch1 leaf_wetness_percent 7|-ch10 temperature 10|-soil1 soil_moisture 40"
            + "|-soil1 soil_water_tension 33")]
    public async Task Post_KeysOfOtherMakers_AreRead(string fields, string expected)
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
        using var response = await server.PostAsync("dateutc=now&" + fields, Form, "/");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(expected, string.Join('|', Expected.Shown(server.Intake.Observations, "roof")));
    }

    [Theory]
    [InlineData("PASSKEY=AA", "ecowitt-", "AA")]
    [InlineData("MAC=00:0E:C6:00:07:10", "ecowitt-", "C6")]
    [InlineData("ID=KXX1", "wu-", "KXX1")]
    [InlineData("siteid=84f1&siteAuthenticationKey=123456", "wu-", "84f1")]
    public async Task Post_NamesThatAreSecrets_AreHashed(string fields, string prefix, string secret)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync($"dateutc=now&tempf=50&{fields}", Form, "/");
        var deviceId = Assert.Single(server.Intake.Observations).Series.DeviceId;
        Assert.StartsWith(prefix, deviceId, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, deviceId, StringComparison.Ordinal);
    }

    // One is low at Ecowitt and fine at Ambient, who share the name batt1.
    [Theory]
    [InlineData("stationtype=GW1100A&batt1=1&wh69batt=0", "batt1 low 1|wh69batt low 0")]
    [InlineData("stationtype=AMBWeatherV4.3.4&batt1=1&battout=0&batt_25=1&batt_co2=1", "batt1 low 0|batt_25 low 0|batt_co2 low 0|battout low 1")]
    [InlineData("mt=tower&sensor=1&battery=normal", "battery low 0")]
    [InlineData("mt=tower&sensor=1&battery=low", "battery low 1")]
    [InlineData("ldsbatt1=3.2&ws85cap_volt=1.9&wh57batt=5", "ldsbatt1 volt 3.2|wh57batt level 5|ws85cap_volt volt 1.9")]
    public void Batteries_OfEachMaker_MeanTheSame(string fields, string expected) => Assert.Equal(
        expected,
        string.Join('|', EcowittBatteries.Read(GatewayFields.Parse(fields)!)
            .Select(battery => FormattableString.Invariant($"{battery.Name} {battery.Kind} {battery.Value}")).Order(StringComparer.Ordinal)));

    // The gateway repeats it for ever; it was stored when it was new.
    [Fact]
    public async Task Post_StrikeOfLastYear_IsNoFault()
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("PASSKEY=A&lightning_num=0&lightning=27&lightning_time=1680000000", Form, "/");
        Assert.Equal("lightning_count", Assert.Single(server.Intake.Observations).Series.ReadingType);
        Assert.Equal((0, null), (server.Ingest.Status.Rejected, server.Ingest.Status.LastError));
    }

    // Labels of units lie on gateways that are set to Celsius; names and batteries vary with the firmware.
    [Fact]
    public void LiveData_OfOtherFirmware_IsRead()
    {
        using var units = JsonDocument.Parse("""{"temp":"0","pressure":"0","wind":"0","rain":"0","light":"0"}""");
        using var json = JsonDocument.Parse("""
            {"ch_temp":[{"channel":"1","temp":"20.5","unit":"F","battery":"3"}],
             "ch_pm25":[{"channel":"2","pm25":"6.0","battery":"5"}],
             "ch_ec":[{"channel":"1","humidity":"45%","temp":"24.5","unit":"C","ec":"10 uS/cm","battery":"2"}],
             "ch_leak":[{"channel":"1","status":"Normal","battery":"4"}],"ch_lds":[{"channel":"1","air":"100 mm","depth":"20 mm","battery":"5"}],
             "ch_aisle":[{"channel":"1","temp":"None","humidity":"None","battery":"0"},{"channel":"2","temp":"20","battery":"4"}],
             "co2":[{"CO2":"511","PM1":"3.6","PM4":"5.1","battery":"6"}],"lightning":[{"distance":"--.-","count":"0","battery":"5"}],
             "wh25":[{"intemp":"25.5","unit":"C","inhumi":"50%","abs":"993.0 hPa","CO2":"600"}],
             "piezoRain":[{"id":"0x13","val":"12.0 mm","battery":"5","voltage":"3.20","ws90cap_volt":"4.9"}]}
            """);
        var readings = LiveReader.Read(json.RootElement, LiveUnits.Read(units.RootElement), "gw", Choices.New, out var batteries);
        Assert.Equal(
            [
                "gw lightning_count 0", "gw pressure 993", "gw-ch2 pm2_5 6", "gw-ch2 temperature 20", "gw-co2 co2 511",
                "gw-co2 pm1_0 3.6", "gw-co2 pm4_0 5.1", "gw-ec1 soil_conductivity 10", "gw-ec1 soil_moisture 45", "gw-ec1 soil_temperature 24.5",
                "gw-in co2 600", "gw-in humidity 50", "gw-in temperature 25.5", "gw-piezo rain_total 12", "gw-probe1 temperature 20.5",
            ],
            readings.Items.Select(item => FormattableString.Invariant($"{item.DeviceId} {item.ReadingType} {item.Value}")).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "ch_aisle1 low 0", "ch_aisle2 level 4", "ch_ec1 level 2", "ch_lds1 level 5", "ch_leak1 level 4", "ch_pm252 level 5", "ch_temp1 level 3",
                "co2 level 6", "lightning level 5", "piezoRain level 5", "piezoRain_voltage volt 3.2", "piezoRain_ws90cap_volt volt 4.9",
            ],
            batteries.Select(battery => FormattableString.Invariant($"{battery.Name} {battery.Kind} {battery.Value}")).Order(StringComparer.Ordinal));
    }
}
