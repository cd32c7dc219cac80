namespace Stratum.Core;

/// <summary>Nothing was ever withdrawn: for parts that run without a node.</summary>
public sealed class NoWithdrawals : IWithdrawals
{
    /// <summary>The one.</summary>
    public static NoWithdrawals Instance { get; } = new();

    /// <inheritdoc/>
    public int Count => 0;

    /// <inheritdoc/>
    public long Version => 0;

    /// <inheritdoc/>
    public Hash256 Digest => default;

    /// <inheritdoc/>
    public IReadOnlyList<SignedWithdrawal> All => [];

    /// <inheritdoc/>
    public IReadOnlyList<WithdrawnRange> RangesOf(Series series) => [];

    /// <inheritdoc/>
    public IReadOnlyList<SignedWithdrawal> Add(IReadOnlyList<SignedWithdrawal> statements) => [];
}
