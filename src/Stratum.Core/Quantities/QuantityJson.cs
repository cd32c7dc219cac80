using System.Text.Json;

namespace Stratum.Core;

/// <summary>One entry of quantities.json.</summary>
internal static class QuantityJson
{
    public static Quantity Read(JsonElement entry) => new()
    {
        ReadingType = Text(entry, "reading_type"),
        DisplayName = Text(entry, "display_name"),
        Unit = Text(entry, "unit"),
        Decimals = entry.GetProperty("decimals").GetInt32(),
        CfStandardName = Text(entry, "cf_standard_name"),
        Ucum = Text(entry, "ucum"),
        Circular = Member(entry, "circular") is { ValueKind: JsonValueKind.True },
        Hard = Range(entry, "hard"),
        Soft = Range(entry, "soft"),
        Indoor = Limits(entry, "indoor"),
        Probe = Limits(entry, "probe"),
        StepPerMinute = Step(entry, "max_step_1min"),
        StepPerHour = Step(entry, "max_step_1h"),
        Persistence = Member(entry, "persistence") is { } persistence
            ? new PersistenceLimit(
                persistence.GetProperty("window_min").GetInt32(),
                persistence.GetProperty("min_range").GetDouble(),
                Member(persistence, "only_if")?.GetString())
            : null,
        Spatial = Member(entry, "spatial") is { } spatial ? Spatial(spatial) : null,
        Counter = Member(entry, "counter") is { } counter ? Counter(counter.GetProperty("max_increase")) : null,
    };

    private static SpatialRule Spatial(JsonElement spatial) => new(
        Text(spatial, "mode"),
        Member(spatial, "lapse_K_per_m")?.GetDouble() ?? 0,
        (Member(spatial, "scale_floor") ?? Member(spatial, "scale_floor_deg"))?.GetDouble() ?? 0,
        Member(spatial, "radius_km") is { } radii ? [.. radii.EnumerateArray().Select(radius => radius.GetDouble())] : []);

    private static CounterLimit Counter(JsonElement most) =>
        new(most.GetProperty("1min").GetDouble(), most.GetProperty("1h").GetDouble(), most.GetProperty("24h").GetDouble());

    private static DeploymentLimits? Limits(JsonElement entry, string name) =>
        Member(entry, name) is { } limits ? new DeploymentLimits(Range(limits, "hard"), Range(limits, "soft")) : null;

    private static ValueRange? Range(JsonElement entry, string name)
    {
        if (Member(entry, name) is not { } range)
        {
            return null;
        }

        var (min, max) = (range[0], range[1]);
        return new ValueRange(
            min.ValueKind == JsonValueKind.Null ? double.NegativeInfinity : min.GetDouble(),
            max.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : max.GetDouble());
    }

    private static StepLimit? Step(JsonElement entry, string name) => Member(entry, name) is { } step
        ? new StepLimit(Limit(step, "suspect"), Limit(step, "fail"))
        : null;

    private static double Limit(JsonElement step, string name) => Member(step, name)?.GetDouble() ?? double.PositiveInfinity;

    private static string Text(JsonElement entry, string name) => Member(entry, name)?.GetString() ?? "";

    private static JsonElement? Member(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
