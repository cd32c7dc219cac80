namespace Stratum.Node.Control;

/// <summary>What <c>stratum withdraw</c> asks of the running node.</summary>
/// <param name="DeviceId">device_id, whole.</param>
/// <param name="ReadingType">One quantity, or "".</param>
/// <param name="From">Unix seconds, included.</param>
/// <param name="To">Unix seconds, excluded.</param>
/// <param name="Reason">Why.</param>
/// <param name="Restores">Id of a withdrawal that is to be taken back instead, or "".</param>
/// <param name="IsSigned">Whether to do it; else it is only counted.</param>
internal sealed record WithdrawalOrder(string DeviceId, string ReadingType, long From, long To, string Reason, string Restores, bool IsSigned);

/// <summary>The node's answer.</summary>
/// <param name="Observations">Observations of the range that this node holds.</param>
/// <param name="Id">The statement's id; "" when nothing was signed.</param>
internal sealed record WithdrawalAnswer(long Observations, string Id);
