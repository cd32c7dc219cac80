namespace Stratum.Node.Configuration;

/// <summary>Keys of [api], [ingest] and [log].</summary>
internal static class ServiceKeys
{
    private static readonly KeySection<ApiSection> Api = new("api", o => o.Api, (o, s) => o with { Api = s });

    private static readonly KeySection<IngestSection> Ingest = new("ingest", o => o.Ingest, (o, s) => o with { Ingest = s });

    private static readonly KeySection<LogSection> Log = new("log", o => o.Log, (o, s) => o with { Log = s });

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Ingest.Key("open_networks", SettingTypes.Networks, s => s.OpenNetworks, (s, v) => s with { OpenNetworks = v },
            "Networks that may post without a token; by default this machine only. Add your home network, such as \"192.168.1.0/24\", for gateways in it."),
        Ingest.Key("tokens_path", SettingTypes.Path, s => s.TokensPath, (s, v) => s with { TokensPath = v },
            "File with the hashed tokens that `stratum token create` makes."),
        Ingest.Key("tls", TextType.OneOf("both", "on", "off"), s => s.Tls, (s, v) => s with { Tls = v },
            "With [api] tls_cert: both takes TLS and plain HTTP on the one port, told apart by the first byte, since most gateways have no TLS; on takes TLS "
            + "only, off plain HTTP only. Without a certificate both is plain HTTP."),
        Ingest.Key("max_body_bytes", new IntegerType(1024, 64 << 20, "bytes"), s => s.MaxBodyBytes, (s, v) => s with { MaxBodyBytes = v },
            "Largest request body; a larger one answers 413. 1 MiB holds 5,000 drafts of 200 bytes."),
        Ingest.Key("max_items", new IntegerType(1, 100_000, "observations"), s => s.MaxItems, (s, v) => s with { MaxItems = v },
            "Most observations in one request: about a second of signing on a Pi Zero 2."),
        Ingest.Key("queue_batches", new IntegerType(1, 65_536, "batches"), s => s.QueueBatches, (s, v) => s with { QueueBatches = v },
            "Requests that wait for the signer and the store at once; one more answers 503 with Retry-After."),
        Api.Key("cors_origins", SettingTypes.Origins, s => s.CorsOrigins, (s, v) => s with { CorsOrigins = v },
            "Origins whose web pages may read the API; \"*\" for all, empty for none."),
        Api.Key("max_streams", new IntegerType(0, 100_000, "streams"), s => s.MaxStreams, (s, v) => s with { MaxStreams = v },
            "Streams open at once; one more answers 503. Each costs a queue and a socket."),
        Api.Key("max_query_points", new IntegerType(1, 1_000_000, "observations"), s => s.MaxQueryPoints, (s, v) => s with { MaxQueryPoints = v },
            "Most observations on one page of /series: 10,000 are some 12 MB of JSON."),
        Api.Key("max_connections", new IntegerType(1, 100_000, "connections"), s => s.MaxConnections, (s, v) => s with { MaxConnections = v },
            "Open connections of the query API; one costs about 20 KB."),
        Api.Key("tls_cert", SettingTypes.OptionalPath, s => s.TlsCert, (s, v) => s with { TlsCert = v },
            "PEM certificate with its chain, for both HTTP listeners (see ingest.tls); empty: plain HTTP. Give tls_cert and tls_key, or neither."),
        Api.Key("tls_key", SettingTypes.OptionalPath, s => s.TlsKey, (s, v) => s with { TlsKey = v },
            "PEM private key of tls_cert."),
        Log.Key("level", TextType.OneOf("trace", "debug", "info", "warn", "error"), s => s.Level, (s, v) => s with { Level = v },
            "The least severe lines that are written."),
        Log.Key("format", TextType.OneOf("text", "json"), s => s.Format, (s, v) => s with { Format = v },
            "text for people, json (one object a line) for log collectors."),
        Log.Key("file", SettingTypes.OptionalPath, s => s.File, (s, v) => s with { File = v },
            "File to write beside standard error; empty: none."),
        Log.Key("file_max_mb", new IntegerType(1, 1024, "MiB"), s => s.FileMaxMb, (s, v) => s with { FileMaxMb = v },
            "Size at which the log file is rolled."),
        Log.Key("files_kept", new IntegerType(1, 1000, "files"), s => s.FilesKept, (s, v) => s with { FilesKept = v },
            "Rolled log files kept: 5 of 10 MiB are little on an SD card."),
    ];
}
