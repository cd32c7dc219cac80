using Stratum.Core;

namespace Stratum.Mesh.Tests.Support;

/// <summary>Withdrawals in memory.</summary>
internal sealed class MemoryWithdrawals : IWithdrawals
{
    private readonly SortedDictionary<Hash256, SignedWithdrawal> _byId = [];

    public int Count => All.Count;

    public long Version => Count;

    public Hash256 Digest => new(System.Security.Cryptography.SHA256.HashData([.. All.SelectMany(statement => statement.Id.ToArray())]));

    public IReadOnlyList<SignedWithdrawal> All
    {
        get
        {
            lock (_byId)
            {
                return [.. _byId.Values];
            }
        }
    }

    public bool FailsToWrite { get; set; }

    public static SignedWithdrawal Of(NodeKey key, string device, string reason = "") =>
        WithdrawalForm.Sign(new Withdrawal { DeviceId = device, From = 1, To = 2, IssuedAt = 2, Reason = reason }, key);

    public IReadOnlyList<WithdrawnRange> RangesOf(Series series) => [];

    public IReadOnlyList<SignedWithdrawal> Add(IReadOnlyList<SignedWithdrawal> statements)
    {
        if (FailsToWrite)
        {
            throw new IOException("disk full");
        }

        lock (_byId)
        {
            return [.. statements.Where(statement => _byId.TryAdd(statement.Id, statement))];
        }
    }
}
