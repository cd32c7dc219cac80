namespace Stratum.Core;

/// <summary>Reads and names deployments.</summary>
public static class Deployments
{
    /// <summary>deployment_type of a sensor in a room, as Stratum signs it.</summary>
    public const string IndoorType = "INDOOR";

    /// <summary>deployment_type of a sensor in a freezer, a pool or a pipe, as Stratum signs it.</summary>
    public const string ProbeType = "PROBE";

    /// <summary>
    /// The deployment of a signed deployment_type. Letter case and blanks around it do not matter, since other systems write "indoor" or "Indoor";
    /// every other word (OUTDOOR, PORTABLE, MOBILE, MIXED, none) is outdoors.
    /// </summary>
    public static Deployment Of(string deploymentType)
    {
        var word = deploymentType.AsSpan().Trim();
        return word.Equals(IndoorType, StringComparison.OrdinalIgnoreCase) ? Deployment.Indoor
            : word.Equals(ProbeType, StringComparison.OrdinalIgnoreCase) ? Deployment.Probe
            : Deployment.Outdoor;
    }

    /// <summary>The word for it in the query API.</summary>
    public static string NameOf(Deployment deployment) => deployment switch
    {
        Deployment.Outdoor => "outdoor",
        Deployment.Indoor => "indoor",
        Deployment.Probe => "probe",
        _ => throw new ArgumentOutOfRangeException(nameof(deployment), deployment, "not a deployment"),
    };
}
