namespace Stratum.Node.Configuration;

/// <summary>Keys of [validation] and [trust].</summary>
internal static class JudgementKeys
{
    private static readonly KeySection<ValidationSection> Validation = new("validation", o => o.Validation, (o, s) => o with { Validation = s });

    private static readonly KeySection<TrustSection> Trust = new("trust", o => o.Trust, (o, s) => o with { Trust = s });

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Validation.Key("enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Score observations; off, each has flag 2 (not assessed). Scores never change or drop an observation."),
        Validation.Key("plausibility_weight", SettingTypes.Weight, s => s.PlausibilityWeight, (s, v) => s with { PlausibilityWeight = v ?? 0 },
            "Weight of the quantity's own limits. The three weights must not all be 0."),
        Validation.Key("spatial_weight", SettingTypes.Weight, s => s.SpatialWeight, (s, v) => s with { SpatialWeight = v ?? 0 },
            "Weight of the comparison with neighbours."),
        Validation.Key("temporal_weight", SettingTypes.Weight, s => s.TemporalWeight, (s, v) => s with { TemporalWeight = v ?? 0 },
            "Weight of the comparison with the series' own past."),
        Validation.Key("max_series", new IntegerType(1, 10_000_000, "series"), s => s.MaxSeries, (s, v) => s with { MaxSeries = v },
            "Series whose past is kept in memory, at most 1 KiB each; the one not heard of for longest goes first."),
        Trust.Key("trusted", SettingTypes.NodeIds, s => s.Trusted, (s, v) => s with { Trusted = v },
            "Nodes whose observations count as known; also the ones that admission = \"allowlist\" lets in."),
        Trust.Key("policy", TextType.OneOf("keep", "refuse"), s => s.Policy, (s, v) => s with { Policy = v },
            "What becomes of observations of unknown signers: kept, but never outweighing known ones, or refused."),
        Trust.Key("new_series_per_day", new IntegerType(0, 1_000_000, "series"), s => s.NewSeriesPerDay, (s, v) => s with { NewSeriesPerDay = v },
            "Series (one quantity of one station) that an unknown signer may begin here in a day; all unknown ones together a tenth of [db_limits] "
            + "max_series. A neighbour with more stations than that belongs into trusted."),
        Trust.Key("deny", SettingTypes.NodeIds, s => s.Deny, (s, v) => s with { Deny = v },
            "Nodes that are never linked and whose observations are never taken; wins over everything else."),
    ];
}
