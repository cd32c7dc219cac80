using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>Ranges that a test withdrew, without signatures.</summary>
internal sealed class FakeWithdrawals : IWithdrawals
{
    private readonly List<(StationKey Station, WithdrawnRange Range)> _ranges = [];

    public int Count => _ranges.Count;

    public long Version => Count;

    public Hash256 Digest => default;

    public List<SignedWithdrawal> Statements { get; } = [];

    public IReadOnlyList<SignedWithdrawal> All => Statements;

    public static Hash256 Id { get; } = new([.. Enumerable.Repeat((byte)0xab, 32)]);

    public void Withdraw(NodeId signer, string device, long from = 0, long to = long.MaxValue) =>
        _ranges.Add((new StationKey(signer, device), new WithdrawnRange(from, to, Id)));

    public IReadOnlyList<WithdrawnRange> RangesOf(Core.Series series) =>
        [.. _ranges.Where(one => one.Station == series.Station).Select(one => one.Range)];

    public IReadOnlyList<SignedWithdrawal> Add(IReadOnlyList<SignedWithdrawal> statements) => [];
}
