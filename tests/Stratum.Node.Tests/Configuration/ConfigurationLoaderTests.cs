using System.Net;
using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

public sealed class ConfigurationLoaderTests
{
    [Fact]
    public void Load_NoFileNamedAndNone_GivesDefaultsWithFullPaths()
    {
        var folder = Directory.CreateTempSubdirectory("stratum-config-");
        try
        {
            var loaded = ConfigurationLoader.Load(new ConfigurationRequest { CurrentFolder = folder.FullName });

            Assert.Empty(loaded.Problems);
            Assert.Null(loaded.FilePath);
            Assert.Equal(Path.Combine(folder.FullName, "stratum-data"), loaded.Options!.Node.StoragePath);
        }
        finally
        {
            folder.Delete();
        }
    }

    [Fact]
    public void Load_NamedFileMissing_SaysWhatToDo()
    {
        using var folder = new ConfigurationFolder("");

        var loaded = ConfigurationLoader.Load(folder.Request() with { ConfigPath = "other.toml" });

        var problem = Assert.Single(loaded.Problems);
        Assert.Null(loaded.Options);
        Assert.Contains("other.toml: error: the configuration file does not exist; run `stratum init`", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamedFileIsDirectory_IsAProblem()
    {
        using var folder = new ConfigurationFolder("");

        var loaded = ConfigurationLoader.Load(folder.Request() with { ConfigPath = "." });

        Assert.Contains("it is a directory", Assert.Single(loaded.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BrokenToml_IsTheOnlyProblem()
    {
        using var folder = new ConfigurationFolder("[network]\napi_listen = \"127.0.0.1:80\n");

        var loaded = folder.Load(("STRATUM__SENSORS__3__PASSWORD", "x"));

        Assert.StartsWith("stratum.toml:2:14: error: the string is not closed", Assert.Single(loaded.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileOneByteOverTheLimit_IsRefused()
    {
        using var atLimit = new ConfigurationFolder(new string('#', 1 << 20));
        using var over = new ConfigurationFolder(new string('#', (1 << 20) + 1));

        Assert.Empty(atLimit.Load().Problems);
        Assert.Contains("at most 1048576", Assert.Single(over.Load().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyMistakes_AreAllReportedWithPlaceValueAndRange()
    {
        using var folder = new ConfigurationFolder("""
            [network]
            api_lisen = "0.0.0.0:8080"
            ingest_listen = "0.0.0.0:99999"
            [db_limits]
            max_age_days = -1
            durability = "sometimes"
            [node]
            latitude = 91
            [netwrok]
            """);

        var problems = folder.Load(("STRATUM__LOG__LEVEL", "loud")).Problems.Select(problem => problem.ToString()).ToList();

        Assert.Contains("stratum.toml:2:13: error: unknown key `api_lisen` in [network]; did you mean `api_listen`?", problems);
        Assert.Contains(problems, problem => problem.StartsWith(
            "stratum.toml:3:17: error: network.ingest_listen is \"0.0.0.0:99999\"; give ip:port", StringComparison.Ordinal));
        Assert.Contains("stratum.toml:5:16: error: db_limits.max_age_days is -1; give 0 to 36525 days", problems);
        Assert.Contains("stratum.toml:6:14: error: db_limits.durability is \"sometimes\"; give \"always\" or \"interval\"", problems);
        Assert.Contains("stratum.toml:8:12: error: node.latitude is 91; give -90 to 90 degrees", problems);
        Assert.Contains("stratum.toml:9:2: error: unknown table or key `netwrok`; did you mean [network]?", problems);
        Assert.Contains(
            "environment STRATUM__LOG__LEVEL: error: log.level is \"loud\"; give \"trace\" or \"debug\" or \"info\" or \"warn\" or \"error\"", problems);
        Assert.Equal(7, problems.Count);
    }

    [Theory]
    [InlineData("api_listen = \"0.0.0.0:1\"", "it belongs below [network]")]
    [InlineData("network = 3", "network is a table; write [network]")]
    [InlineData("[sensors]\nadapter = \"davis\"", "write [[sensors]] with two brackets")]
    [InlineData("[network]\nmax_series = 3", "it belongs below [db_limits] or [validation]")]
    [InlineData("[db_limits]\nmax_age_days = \"30\"", "db_limits.max_age_days is \"30\"; give 0 to 36525 days")]
    [InlineData("[network]\ninitial_peers = \"a:1\"", "network.initial_peers is \"a:1\"; give at most 1000 of: host:port")]
    [InlineData("[validation]\nspatial_weight = nan", "validation.spatial_weight is nan; give 0 to 1")]
    [InlineData("[node]\nname = {a = 1}", "node.name is a table; give at most 256 characters")]
    [InlineData("[ingest]\nopen_networks = [\"192.168.1.1/24\"]", "without host bits")]
    [InlineData("[[sensors]]\nname = \"x\"", "sensors.0.adapter is missing")]
    [InlineData("[[sensors]]\nadapter = \"davies\"", "give \"http_json\" or \"davis\"")]
    [InlineData("[[sensors]]\nadapter = \"davis\"\nulr = \"x\"", "unknown key `ulr` in [[sensors]]; did you mean `url`? (adapter \"davis\")")]
    [InlineData("[[sensors]]\nadapter = \"http_json\"\nlatitude = 1", "sensors.0.latitude and sensors.0.longitude: give both or neither")]
    [InlineData("[[interest]]\nnorth = 1", "give north, south, east and west, or a geohash")]
    [InlineData("[[interest]]\nnorth = 1\nsouth = 2\neast = 3\nwest = 4", "give at most north")]
    public void Load_Mistake_SaysWhatToDo(string toml, string message)
    {
        using var folder = new ConfigurationFolder(toml);

        Assert.Contains(message, Assert.Single(folder.Load().Problems, problem => problem.Severity == ProblemSeverity.Error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[network]\napi_listen = \"127.0.0.1:9\"\ningest_listen = \"127.0.0.1:9\"",
        "stratum.toml:3:17: error: network.api_listen and network.ingest_listen both listen on")]
    [InlineData("[network]\napi_listen = \"0.0.0.0:9\"\ningest_listen = \"127.0.0.1:9\"", "both listen on")]
    [InlineData("[network]\napi_listen = \"[::]:9\"\ningest_listen = \"127.0.0.1:9\"", "both listen on")]
    [InlineData("[node]\nlatitude = 1", "stratum.toml:2:12: error: node.latitude and node.longitude: give both or neither")]
    [InlineData("[validation]\nplausibility_weight = 0\nspatial_weight = 0\ntemporal_weight = 0", "weights of [validation] are all 0")]
    [InlineData("[api]\ntls_cert = \"a.pem\"", "api.tls_cert and api.tls_key: give both or neither")]
    [InlineData("[ingest]\ntls = \"on\"", "stratum.toml:2:7: error: ingest.tls is \"on\"; give api.tls_cert and api.tls_key too")]
    [InlineData("[db_limits]\nwal_max_mb = 7", "db_limits.wal_max_mb is 7; give at least wal_segment_mb, which is 8")]
    [InlineData("[network]\nadmission = \"formation\"", "give network.formation_key_path too")]
    [InlineData("[network]\nadmission = \"allowlist\"", "in trust.trusted")]
    public void Load_KeysThatContradict_AreRefused(string toml, string message)
    {
        using var folder = new ConfigurationFolder(toml);

        var loaded = folder.Load();

        Assert.Null(loaded.Options);
        Assert.Contains(message, Assert.Single(loaded.Problems, problem => problem.Severity == ProblemSeverity.Error).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PortZeroTwice_IsAllowed()
    {
        using var folder = new ConfigurationFolder("[network]\napi_listen = \"127.0.0.1:0\"\ningest_listen = \"127.0.0.1:0\"\n");

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 0), folder.Load().Options!.Network.ApiListen);
    }

    [Fact]
    public void Load_KeyWithoutEffectYet_IsAWarningOnly()
    {
        using var folder = new ConfigurationFolder("[network]\nbandwidth_bulk_kbps = 64\n");

        var loaded = folder.Load();

        Assert.Equal(64, loaded.Options!.Network.BandwidthBulkKbps);
        Assert.Contains("has no effect yet", Assert.Single(loaded.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MappingOfAnAdapter_IsFlatInItsSettings()
    {
        using var folder = new ConfigurationFolder("[[sensors]]\nadapter = \"mqtt\"\nqos = 2\nmap = [{path = \"$.t\"}]\n");

        var settings = Assert.Single(folder.Load().Options!.Sensors).Settings;

        Assert.Equal(("2", "$.t"), (settings["qos"], settings["map:0:path"]));
    }

    [Fact]
    public void Load_FilesOfAnAdapter_CountFromTheFolderOfTheConfiguration()
    {
        using var folder = new ConfigurationFolder(
            "[[sensors]]\nadapter = \"mqtt\"\ntls_ca_path = \"tls/ca.pem\"\ntls_cert_path = \"c.pem\"\ntls_key_path = \"/k.pem\"\ntime_path = \"$.t\"\n"
            + "[[sensors]]\nadapter = \"bme280\"\niio_path = \"iio\"\n");

        var sensors = folder.Load(("STRATUM__SENSORS__1__BUS", "iio")).Options!.Sensors;

        Assert.Equal(Path.Combine(folder.Folder, "tls", "ca.pem"), sensors[0].Settings["tls_ca_path"]);
        Assert.Equal(Path.Combine(folder.Folder, "c.pem"), sensors[0].Settings["tls_cert_path"]);
        Assert.Equal("/k.pem", sensors[0].Settings["tls_key_path"]);
        Assert.Equal("$.t", sensors[0].Settings["time_path"]);
        Assert.Equal(Path.Combine(folder.Folder, "iio"), sensors[1].Settings["iio_path"]);
    }

    [Fact]
    public void Load_TablesAtTheLimitAndOneOver_AreTakenAndRefused()
    {
        static string Tables(int count) => string.Concat(Enumerable.Repeat("[[sensors]]\nadapter = \"http_json\"\n", count));
        using var atLimit = new ConfigurationFolder(Tables(256));
        using var over = new ConfigurationFolder(Tables(257));

        Assert.Equal(256, atLimit.Load().Options!.Sensors.Count);
        Assert.Contains("give at most 256", Assert.Single(over.Load().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ListAtTheLimitAndOneOver_IsTakenAndRefused()
    {
        static string Origins(int count) => $"[api]\ncors_origins = [{string.Join(',', Enumerable.Repeat("\"http://a\"", count))}]";
        using var atLimit = new ConfigurationFolder(Origins(1000));
        using var over = new ConfigurationFolder(Origins(1001));

        Assert.Empty(atLimit.Load().Problems);
        Assert.Contains("give at most 1000 of", Assert.Single(over.Load().Problems).Message, StringComparison.Ordinal);
    }
}
