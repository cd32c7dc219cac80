namespace Stratum.Core;

/// <summary>A sender that the ingest listener refused, for /status. Everybody may read it: it holds no secret.</summary>
/// <param name="Address">Its address; of one outside of private networks only the network (/24, /48).</param>
/// <param name="Path">The path without query, tokens and parameters.</param>
/// <param name="Status">HTTP status of the answer; 0 where there was none.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Advice">What to add to the configuration, or to change at the sender.</param>
/// <param name="Count">How often since <paramref name="FirstAtMs"/>.</param>
/// <param name="FirstAtMs">Unix milliseconds of the first refusal.</param>
/// <param name="LastAtMs">Unix milliseconds of the last.</param>
public sealed record RefusedSender(string Address, string Path, int Status, string Reason, string Advice, long Count, long FirstAtMs, long LastAtMs);

/// <summary>Who was refused lately.</summary>
public interface IRefusedSenders
{
    /// <summary>The newest refusals, one for each address and cause, the last first.</summary>
    IReadOnlyList<RefusedSender> Newest(int count);
}
