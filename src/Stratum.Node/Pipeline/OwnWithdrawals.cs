using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>Withdraws observations of this node: signs the statement, keeps it, tells the neighbours.</summary>
internal sealed class OwnWithdrawals(
    NodeKey key, IObservationStore store, IWithdrawals withdrawals, Action<IReadOnlyList<SignedWithdrawal>> spread, TimeProvider time)
{
    /// <summary>How many of the observations that this node holds a range has: every content that it signed, withdrawn or not.</summary>
    public long Count(string deviceId, string readingType, long from, long to) => store.Query(new ObservationQuery
    {
        NodeId = key.NodeId,
        DeviceId = deviceId,
        ReadingType = readingType.Length > 0 ? readingType : null,
        From = from,
        To = to,
        AllDuplicates = true,
    }).LongCount();

    /// <summary>Signs a withdrawal of a range. Throws <see cref="StratumException"/> when it says nothing, too much, or there are too many.</summary>
    public SignedWithdrawal Withdraw(string deviceId, string readingType, long from, long to, string reason) =>
        Keep(new Withdrawal { DeviceId = deviceId, ReadingType = readingType, From = from, To = to, Reason = reason, IssuedAt = Now });

    /// <summary>Takes an earlier withdrawal of this node back. Throws <see cref="StratumException"/> when there is none of that id.</summary>
    public SignedWithdrawal Restore(Hash256 id, string reason)
    {
        var isOwn = withdrawals.All.Any(one => one.Id == id && one.Signer == key.NodeId && one.Statement.Restores is null);
        return isOwn
            ? Keep(new Withdrawal { Restores = id, Reason = reason, IssuedAt = Now })
            : throw new StratumException($"{id} is no withdrawal of this node; GET /withdrawals?node_id={key.NodeId} lists them", ExitCode.CheckFailed);
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private SignedWithdrawal Keep(Withdrawal statement)
    {
        var signed = WithdrawalForm.Sign(statement, key);
        var added = withdrawals.Add([signed]);
        if (added.Count == 0 && !withdrawals.All.Any(one => one.Id == signed.Id))
        {
            throw new StratumException("this node has made as many withdrawals as are kept; no more can be added", ExitCode.CheckFailed);
        }

        spread(added);
        return signed;
    }
}
