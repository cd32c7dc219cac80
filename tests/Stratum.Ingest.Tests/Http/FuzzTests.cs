using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class FuzzTests
{
    private const int Seed = 20261120;
    private const string ThroughHttp =
        "{\"device_id\":\"d\",\"timestamp\":1711999990,\"readings\":{\"temperature\":{\"value\":72.5,\"unit\":\"degF\"},\"humidity\":40}}";

    private static readonly string[] Seeds =
    [
        "{\"device_id\":\"d\",\"timestamp\":1711999990,\"reading_type\":\"temperature\",\"value\":21.5,\"unit\":\"\u00b0C\",\"latitude\":1,\"longitude\":2}",
        "[{\"device_id\":\"d\",\"reading_type\":\"pressure\",\"value\":101325,\"unit\":\"Pa\"},{\"device_id\":\"e\",\"reading_type\":\"x\",\"value\":-1e-5}]",
        ThroughHttp,
        "[{\"bn\":\"urn:dev:ow:1:\",\"bt\":1.320067464e+09,\"bu\":\"Cel\","
            + "\"bv\":1,\"bver\":10,\"n\":\"temp\",\"v\":20,\"t\":-5},{\"n\":\"lat\",\"u\":\"lat\",\"v\":6},{\"n\":\"x\",\"vs\":\"t\"}]",
        "{\"esp8266id\":\"1\",\"sensordatavalues\":[{\"value_type\":\"SDS_P1\",\"value\":\"4.37\"},{\"value_type\":\"BMP_pressure\",\"value\":\"102372\"}]}",
    ];

    private static readonly string[] Splices =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "NaN", "-", "1e999", "9999999999999999999999", "\\ud800",
        "\0", "\n", "\"readings\":{", "\"v\":", "\u00e9", "1E-400", "true",
    ];

    [Fact]
    public void Parsers_MutatedBodies_NeverThrow()
    {
        using var culture = new CommaCulture();
        var clock = new FakeClock();
        var rules = new DraftRules(new TimestampRule(clock, 300, 30), QuantityRegistry.Default);
        BodyParser[] parsers =
        [
            DraftBodies.ReadJson, DraftBodies.ReadLines, DraftBodies.ReadSniffed, SenMlReader.Read,
            static (body, batch) => SensorCommunityReader.Read(body, null, "3", batch),
            static (body, batch) => SensorCommunityReader.Read(body, "esp8266-1", "17", batch),
        ];
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            var body = JsonText.Body(bytes);
            if (body.IsEmpty)
            {
                continue;
            }

            foreach (var parser in parsers)
            {
                var batch = new IngestBatch(rules, new SensorSet(), DeviceScope.Everything, new AdapterStatistics(clock), clock.GetUtcNow(), 5000);
                try
                {
                    parser(body, batch);
                    AnswerText.Write(0, 0, batch.Rejections);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {Seed}, round {round}, body {Convert.ToHexString(body)}", e);
                }
            }
        }
    }

    [Fact]
    public async Task Post_MutatedBodies_NeverAnswer500()
    {
        await using var server = await IngestServer.StartAsync();
        string?[] types = ["application/json", "application/x-ndjson", "application/senml+json", null];
        var random = new Random(Seed);
        for (var round = 0; round < 2000; round++)
        {
            var body = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            using var response = await server.PostAsync(body, types[round % types.Length], round % 5 == 4 ? "/sensor-community" : "/ingest");
            Assert.True(
                (int)response.StatusCode is 200 or 400 or 413 or 422,
                $"{(int)response.StatusCode}: seed {Seed}, round {round}, body {Convert.ToHexString(body)}");
        }

        Assert.Equal(2, (await server.IngestAsync(ThroughHttp.Replace("\"d\"", "\"fresh\"", StringComparison.Ordinal))).Accepted);
    }

    private static byte[] Mutate(Random random, string seed)
    {
        var bytes = Encoding.UTF8.GetBytes(seed).ToList();
        for (var change = random.Next(5); change >= 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)])); break;
                case 3: bytes.RemoveRange(at, random.Next(Math.Min(20, bytes.Count - at))); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(40, bytes.Count - at)))); break;
            }
        }

        return [.. bytes];
    }
}
