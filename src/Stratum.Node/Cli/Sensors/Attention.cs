using System.Text.Json;

namespace Stratum.Node.Cli.Sensors;

/// <summary>What in /status explains why readings do not arrive, one line each.</summary>
internal static class Attention
{
    /// <summary>The lines; none where all is well.</summary>
    public static IEnumerable<string> Of(JsonElement status)
    {
        foreach (var adapter in status.GetProperty("adapters").EnumerateArray())
        {
            var name = $"{SensorsReport.Text(adapter, "name")} ({SensorsReport.Text(adapter, "kind")})";
            if (SensorsReport.Text(adapter, "state") == "misconfigured")
            {
                yield return $"{name} is misconfigured and left out: {SensorsReport.Text(adapter, "last_error")}";
            }
            else if (adapter.GetProperty("last_error").ValueKind == JsonValueKind.String)
            {
                yield return $"{name}, {SensorsReport.Age(adapter, "last_error_age_s")} ago: {SensorsReport.Text(adapter, "last_error")}";
            }

            if (adapter.GetProperty("heard").GetInt64() is > 0 and var heard)
            {
                yield return $"{name} hears devices that are not signed: {heard}; `stratum sensors` lists them with the lines to add";
            }
        }

        foreach (var sender in status.GetProperty("refused_senders").EnumerateArray())
        {
            yield return $"refused {SensorsReport.RefusalOf(sender)}";
        }
    }
}
