using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// Which quantities have a meaningful value between stations. Rain, radiation, CO2, soil and counters are local; station
/// pressure depends on height more than on place. An unregistered quantity is never interpolated: nothing is known of it.
/// </summary>
internal static class InterpolationRules
{
    // The spatial modes of the registry (quantities.json) under which a plain weighted mean of neighbours makes sense.
    private static readonly string[] Modes = ["additive", "compare via dew point", "sqrt or none", "log(x+1)", "circular, weight by speed"];

    public static bool IsInterpolated(Quantity? quantity) => quantity?.Spatial is { } spatial && Modes.Contains(spatial.Mode);
}
