using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>The three kinds of battery state that gateways send (INGEST, section 2.1). A closed list: nothing else becomes a metric.</summary>
internal static class EcowittBatteries
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["wh25batt"] = "low",
        ["wh26batt"] = "low",
        ["wh65batt"] = "low",
        ["wh24batt"] = "low",
        ["batt#"] = "low",
        ["lowbatt"] = "low",
        ["battout"] = "low",
        ["battin"] = "low",
        ["batt_co#"] = "low",
        ["co2_batt"] = "level",
        ["pm25batt#"] = "level",
        ["wh57batt"] = "level",
        ["wh55batt#"] = "level",
        ["leakbatt#"] = "level",
        ["wh40batt"] = "volt",
        ["wh68batt"] = "volt",
        ["wh80batt"] = "volt",
        ["wh85batt"] = "volt",
        ["wh90batt"] = "volt",
        ["ws90cap_volt"] = "volt",
        ["soilbatt#"] = "volt",
        ["soil_ec_batt#"] = "volt",
        ["tf_batt#"] = "volt",
        ["leaf_batt#"] = "volt",
        ["bgtbatt"] = "volt",
        ["console_batt"] = "volt",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<BatteryReading> Read(GatewayFields fields)
    {
        var batteries = new List<BatteryReading>();
        foreach (var (name, text) in fields.All)
        {
            var isKnown = Kinds.TryGetValue(name, out var kind)
                || (EcowittChannel.TrySplit(name, out var pattern, out _) && Kinds.TryGetValue(pattern, out kind));
            if (isKnown && GatewayFields.ParseNumber(text) is { } value)
            {
                batteries.Add(new BatteryReading(name.ToLowerInvariant(), kind!, value));
            }
        }

        return batteries;
    }
}
