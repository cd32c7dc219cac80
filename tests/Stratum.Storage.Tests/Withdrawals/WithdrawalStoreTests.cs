using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class WithdrawalStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stratum-withdrawals-").FullName;
    private readonly NodeKey _key = NodeKey.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray());
    private readonly NodeKey _other = NodeKey.FromSeed(Enumerable.Repeat((byte)8, 32).ToArray());

    private string FilePath => Path.Combine(_folder, WithdrawalStore.FileName);

    [Fact]
    public void Add_Statement_CoversItsSignersDeviceAlone()
    {
        using var store = Open();
        Assert.Single(store.Add([Withdraw(_key, "roof", 100, 200)]));

        Assert.Equal([false, true, true, false], new[] { 99L, 100, 199, 200 }.Select(at => IsWithdrawn(store, _key, "roof", "temperature", at)));
        Assert.False(IsWithdrawn(store, _other, "roof", "temperature", 150));
        Assert.False(IsWithdrawn(store, _key, "roof-in", "temperature", 150));
        Assert.True(IsWithdrawn(store, _key, "roof", "humidity", 150));
    }

    [Fact]
    public void Add_OneQuantity_LeavesTheOthers()
    {
        using var store = Open();
        store.Add([Withdraw(_key, "roof", 100, 200, "humidity")]);

        Assert.True(IsWithdrawn(store, _key, "roof", "humidity", 150));
        Assert.False(IsWithdrawn(store, _key, "roof", "temperature", 150));
    }

    [Fact]
    public void Add_Restoration_TakesBackItsOwnSignersAlone()
    {
        using var store = Open();
        var withdrawn = Withdraw(_key, "roof", 100, 200);
        store.Add([withdrawn]);

        store.Add([WithdrawalForm.Sign(new Withdrawal { IssuedAt = 400, Restores = withdrawn.Id }, _other)]);
        Assert.True(IsWithdrawn(store, _key, "roof", "temperature", 150));

        store.Add([WithdrawalForm.Sign(new Withdrawal { IssuedAt = 500, Restores = withdrawn.Id }, _key)]);
        Assert.False(IsWithdrawn(store, _key, "roof", "temperature", 150));
    }

    [Fact]
    public void Add_InAnyOrder_GivesOneDigest()
    {
        var statements = Enumerable.Range(0, 5).Select(i => Withdraw(_key, $"d{i}", 100, 200)).ToList();
        using var first = Open();
        first.Add(statements);
        using var second = WithdrawalStore.Open(PhysicalFileSystem.Instance, Directory.CreateDirectory(Path.Combine(_folder, "b")).FullName);
        foreach (var statement in statements.AsEnumerable().Reverse())
        {
            second.Add([statement]);
            Assert.Empty(second.Add([statement]));
        }

        Assert.Equal(first.Digest, second.Digest);
        Assert.NotEqual(default, first.Digest);
    }

    [Fact]
    public void Open_Again_HasEverything()
    {
        Hash256 digest;
        using (var store = Open())
        {
            store.Add([Withdraw(_key, "roof", 100, 200), Withdraw(_other, "barn", 1, 2)]);
            digest = store.Digest;
        }

        using var again = Open();

        Assert.Equal((2, digest, 0), (again.Count, again.Digest, again.DamagedLines));
        Assert.True(IsWithdrawn(again, _key, "roof", "temperature", 150));
    }

    // Whatever a crash leaves of the last line: the ones before it are there, and the next one is written behind them.
    [Fact]
    public void Open_TornAtAnyByte_KeepsTheWholeLinesAndGoesOn()
    {
        int first, whole;
        byte[] content;
        using (var store = Open())
        {
            store.Add([Withdraw(_key, "a", 100, 200)]);
            first = (int)new FileInfo(FilePath).Length;
            store.Add([Withdraw(_key, "b", 100, 200)]);
            whole = (int)new FileInfo(FilePath).Length;
        }

        content = File.ReadAllBytes(FilePath);
        for (var length = first; length <= whole; length++)
        {
            File.WriteAllBytes(FilePath, content[..length]);
            using (var store = Open())
            {
                Assert.Equal(length >= whole - 1 ? 2 : 1, store.Count);
                store.Add([Withdraw(_key, "c", 100, 200)]);
            }

            using var again = Open();
            Assert.True(IsWithdrawn(again, _key, "a", "temperature", 150));
            Assert.True(IsWithdrawn(again, _key, "c", "temperature", 150));
        }
    }

    [Fact]
    public void Open_OneByteFlippedAnywhere_CostsItsLineAlone()
    {
        using (var store = Open())
        {
            store.Add([Withdraw(_key, "a", 100, 200), Withdraw(_key, "b", 100, 200), Withdraw(_key, "c", 100, 200)]);
        }

        var content = File.ReadAllBytes(FilePath);
        for (var at = 0; at < content.Length; at++)
        {
            var flipped = (byte[])content.Clone();
            flipped[at] ^= 4;
            File.WriteAllBytes(FilePath, flipped);

            using var store = Open();

            // A line end that is none joins two lines.
            Assert.InRange(store.Count, content[at] == '\n' ? 1 : 2, 3);
        }
    }

    [Fact]
    public void Add_BeyondTheLimitOfASigner_IsNotTaken()
    {
        using var store = Open();
        store.Add([.. Enumerable.Range(0, 256).Select(i => Withdraw(_key, $"d{i}", 100, 200))]);

        Assert.Empty(store.Add([Withdraw(_key, "more", 100, 200)]));
        Assert.Single(store.Add([Withdraw(_other, "more", 100, 200)]));
    }

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private WithdrawalStore Open() => WithdrawalStore.Open(PhysicalFileSystem.Instance, _folder);

    private static SignedWithdrawal Withdraw(NodeKey key, string device, long from, long to, string readingType = "") => WithdrawalForm.Sign(
        new Withdrawal { DeviceId = device, ReadingType = readingType, From = from, To = to, IssuedAt = to }, key);

    private static bool IsWithdrawn(IWithdrawals withdrawals, NodeKey key, string device, string readingType, long at)
    {
        var draft = new ObservationDraft { Timestamp = at, Value = 1 };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = readingType;
        Assert.True(ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out _));
        return withdrawals.WithdrawnBy(observation) is not null;
    }
}
