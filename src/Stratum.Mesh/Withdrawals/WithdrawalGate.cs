using Stratum.Core;

namespace Stratum.Mesh.Withdrawals;

/// <summary>Verifies the withdrawals of one frame and keeps those that are new. Runs on the link's pump: the link's next frame waits for it.</summary>
internal static class WithdrawalGate
{
    /// <summary>What is new, and how many were no statements of their signers.</summary>
    public static (IReadOnlyList<SignedWithdrawal> Added, int Wrong) Take(Protos.Withdrawals statements, IWithdrawals withdrawals)
    {
        var known = withdrawals.All.Select(statement => statement.Id).ToHashSet();
        var (verified, wrong) = (new List<SignedWithdrawal>(), 0);
        foreach (var item in statements.Items)
        {
            var signer = new NodeId(new Hash256(item.Signer.Span));
            var signature = Signature.FromBytes(item.Signature.Span);
            // A look costs a hash, a signature forty times that.
            if (WithdrawalForm.Read(item.Body.Memory, signer, signature) is { } read && known.Contains(read.Id))
            {
                continue;
            }

            if (WithdrawalForm.Open(item.Body.Memory, signer, signature) is { } statement)
            {
                verified.Add(statement);
            }
            else
            {
                wrong++;
            }
        }

        return (verified.Count > 0 ? withdrawals.Add(verified) : [], wrong);
    }
}
