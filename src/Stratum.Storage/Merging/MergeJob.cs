using Stratum.Core;

namespace Stratum.Storage;

/// <summary>All tables of one day, to be written anew as one.</summary>
/// <param name="Day">The partition.</param>
/// <param name="Inputs">Its tables when the job began; those flushed meanwhile stay beside the result.</param>
/// <param name="Output">The name of the result.</param>
/// <param name="RetentionFloor">For the footer of the result.</param>
/// <param name="DropsUnknown">Whether rows of unknown signers are left out: the disk is full.</param>
internal sealed record MergeJob(long Day, TableHandle[] Inputs, TableRecord Output, long RetentionFloor, bool DropsUnknown)
{
    /// <summary>Whether the result may take the place of the inputs: retention has not taken one of them meanwhile.</summary>
    public bool IsStillWanted(StoreView view) => Array.TrueForAll(Inputs, input => Array.IndexOf(view.Tables, input) >= 0);

    /// <summary>Whether the operator regards the signer of a series as a stranger.</summary>
    public static bool IsUnknown(ISignerTrust trust, Series series) => trust.StandingOf(series.Signer) == SignerStanding.Unknown;
}
