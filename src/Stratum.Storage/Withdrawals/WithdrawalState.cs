using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>One immutable set of statements, with what it means for each station.</summary>
internal sealed class WithdrawalState
{
    private static readonly IReadOnlyList<WithdrawnRange> NoRanges = [];

    private readonly ImmutableSortedDictionary<Hash256, SignedWithdrawal> _byId;
    private readonly FrozenDictionary<StationKey, SignedWithdrawal[]> _active;
    private readonly FrozenDictionary<NodeId, int> _perSigner;

    private WithdrawalState(ImmutableSortedDictionary<Hash256, SignedWithdrawal> byId)
    {
        _byId = byId;
        All = [.. byId.Values];
        _perSigner = All.CountBy(statement => statement.Signer).ToFrozenDictionary();
        // A restoration names its withdrawal and is of the same signer: another's word changes nothing.
        var restored = All.Where(statement => statement.Statement.Restores is not null)
            .Select(statement => (statement.Signer, Id: statement.Statement.Restores!.Value)).ToHashSet();
        _active = All.Where(statement => statement.Statement.Restores is null && !restored.Contains((statement.Signer, statement.Id)))
            .GroupBy(statement => new StationKey(statement.Signer, statement.Statement.DeviceId))
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Digest = DigestOf(All);
    }

    public static WithdrawalState Empty { get; } = new(ImmutableSortedDictionary<Hash256, SignedWithdrawal>.Empty);

    public IReadOnlyList<SignedWithdrawal> All { get; }

    public Hash256 Digest { get; }

    public int Count => All.Count;

    public bool Has(Hash256 id) => _byId.ContainsKey(id);

    public int CountOf(NodeId signer) => _perSigner.GetValueOrDefault(signer);

    public WithdrawalState With(IReadOnlyList<SignedWithdrawal> more) =>
        new(_byId.SetItems(more.Select(statement => KeyValuePair.Create(statement.Id, statement))));

    public IReadOnlyList<WithdrawnRange> RangesOf(Series series)
    {
        if (_active.Count == 0 || !_active.TryGetValue(series.Station, out var statements))
        {
            return NoRanges;
        }

        return
        [
            .. statements.Where(one => one.Statement.ReadingType.Length == 0 || one.Statement.ReadingType == series.ReadingType)
                .Select(one => new WithdrawnRange(one.Statement.From, one.Statement.To, one.Id)),
        ];
    }

    private static Hash256 DigestOf(IReadOnlyList<SignedWithdrawal> all)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> id = stackalloc byte[Hash256.Size];
        foreach (var statement in all)
        {
            statement.Id.CopyTo(id);
            hash.AppendData(id);
        }

        return new Hash256(hash.GetHashAndReset());
    }
}
