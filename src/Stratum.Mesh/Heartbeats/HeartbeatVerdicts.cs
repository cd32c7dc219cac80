namespace Stratum.Mesh.Heartbeats;

/// <summary>Names of verdicts, as /status and /metrics have them.</summary>
internal static class HeartbeatVerdicts
{
    public static string NameOf(HeartbeatVerdict verdict) => verdict switch
    {
        HeartbeatVerdict.Accepted => "accepted",
        HeartbeatVerdict.Malformed => "malformed",
        HeartbeatVerdict.WrongNetwork => "wrong_network",
        HeartbeatVerdict.UnknownNode => "unknown_node",
        HeartbeatVerdict.OverBudget => "over_budget",
        HeartbeatVerdict.Replayed => "replayed",
        HeartbeatVerdict.ClockOff => "clock_off",
        HeartbeatVerdict.WrongFormationKey => "wrong_formation_key",
        _ => "bad_signature",
    };
}
