using System.Net;

namespace Stratum.Node.Configuration;

/// <summary>What must hold between several keys.</summary>
internal static class CrossChecks
{
    /// <summary>Every rule that is broken. <paramref name="originOf"/> finds where a key was set.</summary>
    public static IEnumerable<ConfigurationProblem> Of(StratumOptions options, bool isForNode, Func<string, ValueOrigin?> originOf) =>
        Broken(options).Concat(isForNode ? MissingFiles(options) : [])
            .Select(rule => ConfigurationProblem.Error(rule.Paths.Select(originOf).FirstOrDefault(origin => origin is not null), rule.Message));

    private static IEnumerable<(string[] Paths, string Message)> Broken(StratumOptions options)
    {
        foreach (var clash in Clashes(options.Network))
        {
            yield return clash;
        }

        if (PositionRules.IsHalf(options.Node.Position))
        {
            yield return (["node.latitude", "node.longitude"], "node.latitude and node.longitude: give both or neither");
        }

        var weights = options.Validation;
        if (weights.PlausibilityWeight + weights.SpatialWeight + weights.TemporalWeight <= 0)
        {
            yield return (
                ["validation.temporal_weight", "validation.spatial_weight", "validation.plausibility_weight"],
                "the three weights of [validation] are all 0; give at least one above 0, or enabled = false");
        }

        if (options.Api.TlsCert.Length > 0 != options.Api.TlsKey.Length > 0)
        {
            yield return (["api.tls_cert", "api.tls_key"], "api.tls_cert and api.tls_key: give both or neither");
        }

        if (options.Ingest.Tls == "on" && options.Api.TlsCert.Length == 0)
        {
            yield return (["ingest.tls"], "ingest.tls is \"on\"; give api.tls_cert and api.tls_key too, or \"both\"");
        }

        var limits = options.DbLimits;
        if (limits.OwnMaxAgeDays > 0 && (limits.MaxAgeDays == 0 || limits.OwnMaxAgeDays < limits.MaxAgeDays))
        {
            yield return (
                ["db_limits.own_max_age_days", "db_limits.max_age_days"],
                $"db_limits.own_max_age_days is {limits.OwnMaxAgeDays}; give 0 (for ever), or at least max_age_days, which is {limits.MaxAgeDays}");
        }

        if (limits.WalMaxMb < limits.WalSegmentMb)
        {
            yield return (
                ["db_limits.wal_max_mb", "db_limits.wal_segment_mb"],
                $"db_limits.wal_max_mb is {limits.WalMaxMb}; give at least wal_segment_mb, which is {limits.WalSegmentMb}");
        }

        if (options.Network.Admission == "formation" && options.Network.FormationKeyPath.Length == 0)
        {
            yield return (["network.admission"], "network.admission is \"formation\"; give network.formation_key_path too");
        }

        if (options.Network.Admission == "allowlist" && options.Trust.Trusted.Count == 0)
        {
            yield return (["network.admission"], "network.admission is \"allowlist\"; give the node ids that may link in trust.trusted");
        }

        foreach (var (key, problem) in options.MqttOut.Problems())
        {
            yield return ([$"mqtt_out.{key}", "mqtt_out.url"], $"[mqtt_out] {problem}");
        }

        foreach (var nodeId in options.Trust.Trusted.Intersect(options.Trust.Deny))
        {
            yield return (["trust.deny"], $"node {nodeId} is in trust.trusted and in trust.deny; keep it in one of them");
        }
    }

    private static IEnumerable<(string[] Paths, string Message)> MissingFiles(StratumOptions options)
    {
        (string Key, string Path)[] files =
        [
            ("api.tls_cert", options.Api.TlsCert),
            ("api.tls_key", options.Api.TlsKey),
            ("mqtt_out.tls_ca", options.MqttOut.TlsCa),
            ("mqtt_out.tls_cert", options.MqttOut.TlsCert),
            ("mqtt_out.tls_key", options.MqttOut.TlsKey),
            ("network.formation_key_path", options.Network.Admission == "formation" ? options.Network.FormationKeyPath : ""),
        ];
        return files.Where(file => file.Path.Length > 0 && !File.Exists(file.Path))
            .Select(file => ((string[])[file.Key], $"{file.Key} is \"{file.Path}\"; there is no such file, or this user may not look for it"));
    }

    private static IEnumerable<(string[] Paths, string Message)> Clashes(NetworkSection network)
    {
        (string Key, IPEndPoint Address)[] tcp =
            [("api_listen", network.ApiListen), ("ingest_listen", network.IngestListen), ("mesh_listen", network.MeshListen)];
        (string Key, IPEndPoint Address)[] udp = [("mesh_listen", network.MeshListen), ("heartbeat_listen", network.HeartbeatListen)];
        return Clashes(tcp).Concat(Clashes(udp));
    }

    private static IEnumerable<(string[] Paths, string Message)> Clashes((string Key, IPEndPoint Address)[] listeners)
    {
        for (var i = 0; i < listeners.Length; i++)
        {
            for (var j = i + 1; j < listeners.Length; j++)
            {
                var (first, second) = (listeners[i], listeners[j]);
                if (first.Address.Port != 0 && first.Address.Port == second.Address.Port && Overlap(first.Address.Address, second.Address.Address))
                {
                    yield return (
                        [$"network.{second.Key}", $"network.{first.Key}"],
                        $"network.{first.Key} and network.{second.Key} both listen on {second.Address}; give each its own port");
                }
            }
        }
    }

    /// <summary>A wildcard address takes the port on every address; "::" takes IPv4 as well on a dual-stack socket.</summary>
    private static bool Overlap(IPAddress first, IPAddress second) =>
        first.Equals(second)
        || first.Equals(IPAddress.IPv6Any) || second.Equals(IPAddress.IPv6Any)
        || (first.AddressFamily == second.AddressFamily && (first.Equals(IPAddress.Any) || second.Equals(IPAddress.Any)));
}
