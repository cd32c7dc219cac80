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
        ["wh69batt"] = "low",
        ["battery"] = "low",
        // Ambient's own, which say 1 for a battery that is fine.
        ["battout"] = "fine",
        ["battin"] = "fine",
        ["batt_25"] = "fine",
        ["batt_25in"] = "fine",
        ["batt_co#"] = "fine",
        ["batt_cellgateway"] = "fine",
        ["battr#"] = "fine",
        ["battsm#"] = "fine",
        ["batleak#"] = "fine",
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
        ["ws85cap_volt"] = "volt",
        ["wn20batt"] = "volt",
        ["ldsbatt#"] = "volt",
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
        var isAmbient = fields.Text("stationtype")?.StartsWith("AMB", StringComparison.OrdinalIgnoreCase) == true;
        foreach (var (name, text) in fields.All)
        {
            var isKnown = Kinds.TryGetValue(name, out var kind)
                || (EcowittChannel.TrySplit(name, out var pattern, out _) && Kinds.TryGetValue(pattern, out kind));
            if (!isKnown || NumberOf(text) is not { } value)
            {
                continue;
            }

            // batt1 is a name of both makers: 1 is low at Ecowitt and fine at Ambient.
            var isInverse = kind == "fine" || (isAmbient && name.StartsWith("batt", StringComparison.OrdinalIgnoreCase));
            batteries.Add(isInverse
                ? new BatteryReading(name.ToLowerInvariant(), "low", value == 0 ? 1 : 0)
                : new BatteryReading(name.ToLowerInvariant(), kind!, value));
        }

        return batteries;
    }

    // AcuRite's bridge has words for it.
    private static double? NumberOf(string text) => text.ToUpperInvariant() switch
    {
        "NORMAL" => 0,
        "LOW" => 1,
        _ => GatewayFields.ParseNumber(text),
    };
}
