using System.Security.Cryptography;
using System.Text;

namespace Stratum.Core.Tests;

public sealed class IdTests
{
    [Fact]
    public void ReadingIdOf_Observation_IsTheHashOfItsFourParts()
    {
        using var key = Sample.Key();
        var observation = Sample.Build(Sample.Draft(), key.NodeId);
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes("garden/\"1\"|1780000000|temperature|21.37"));
        Assert.Equal(Convert.ToHexStringLower(expected), CanonicalForm.ReadingIdOf(observation).ToString());
    }

    [Fact]
    public void ReadingIdOf_SameReadingAtTwoNodes_IsTheSame()
    {
        using var one = Sample.Key(1);
        using var two = Sample.Key(2);
        var draft = Sample.Draft();
        var first = Sample.Build(draft, one.NodeId);
        draft[TextField.NodeName] = "elsewhere";
        var second = Sample.Build(draft, two.NodeId);

        Assert.Equal(CanonicalForm.ReadingIdOf(first), CanonicalForm.ReadingIdOf(second));
        Assert.NotEqual(CanonicalForm.ContentIdOf(first), CanonicalForm.ContentIdOf(second));
    }

    [Fact]
    public void ReadingIdOf_WeSenseReading_BeginsWithItsThirtyTwoDigits()
    {
        // WeSense: sha256("device|timestamp|type|value").hexdigest()[:32].
        using var key = Sample.Key();
        var draft = new ObservationDraft { Timestamp = 1712000000, Value = 22.5 };
        draft[TextField.DeviceId] = "snapshot_test";
        draft[TextField.ReadingType] = "temperature";
        var weSense = Convert.ToHexStringLower(SHA256.HashData("snapshot_test|1712000000|temperature|22.5"u8))[..32];

        Assert.Equal("60cb6f772a89ac3aef81c7e8ea3f5158", weSense);
        Assert.Equal(weSense, CanonicalForm.ReadingIdOf(Sample.Build(draft, key.NodeId)).ToString()[..32]);
    }

    [Fact]
    public void ReadingIdOf_LongestDeviceId_Fits()
    {
        using var key = Sample.Key();
        var draft = Sample.Draft();
        var device = string.Concat(Enumerable.Repeat("\U0001F327", 128));
        draft[TextField.DeviceId] = device;
        (draft.Timestamp, draft.Value) = (Observation.TimestampMax, -2.2250738585072014e-308);
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"{device}|9007199254740991|temperature|-2.2250738585072014e-308"));
        Assert.Equal(Convert.ToHexStringLower(expected), CanonicalForm.ReadingIdOf(Sample.Build(draft, key.NodeId)).ToString());
    }

    [Theory]
    [InlineData("short")]
    [InlineData("long enough to leave the stack")]
    public void ContentId_SignedObservation_IsTheHashOfBytesAndKey(string info)
    {
        using var key = Sample.Key();
        var draft = Sample.Draft();
        draft[TextField.NodeInfo] = string.Concat(Enumerable.Repeat(info, info.Length > 10 ? 34 : 1));
        var signed = ObservationSigner.Sign(Sample.Build(draft, key.NodeId), key);
        byte[] expected = [.. CanonicalForm.ToArray(signed.Observation), .. key.NodeId.PublicKey.ToArray()];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), signed.ContentId.ToString());
        Assert.Equal(signed.ContentId, CanonicalForm.ContentIdOf(signed.Observation));
    }

    [Fact]
    public void CompareTo_TwoSignatures_OrdersTheirBytes()
    {
        const int seed = 5;
        var random = new Random(seed);
        var (left, right) = (new byte[64], new byte[64]);
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(left);
            left.CopyTo(right, 0);
            right[random.Next(64)] = (byte)random.Next(256);
            var expected = Math.Sign(left.AsSpan().SequenceCompareTo(right));
            var (a, b) = (Signature.FromBytes(left), Signature.FromBytes(right));
            Assert.True(Math.Sign(a.CompareTo(b)) == expected, $"seed {seed}, round {i}");
            Assert.True(a < b == expected < 0 && a > b == expected > 0 && a <= b == expected <= 0 && a >= b == expected >= 0, $"seed {seed}, round {i}");
        }
    }

    [Fact]
    public void Hash256_BytesAndHex_RoundTripInBothCasesOnly()
    {
        var bytes = Enumerable.Range(100, 32).Select(value => (byte)value).ToArray();
        var hash = new Hash256(bytes);

        Assert.Equal(bytes, hash.ToArray());
        Assert.True(Hash256.TryParseHex(hash.ToString().ToUpperInvariant(), out var parsed));
        Assert.Equal(hash, parsed);
        Assert.False(Hash256.TryParseHex(hash.ToString().AsSpan(1), out _));
        Assert.False(Hash256.TryParseHex(hash + "0", out _));
        Assert.False(Hash256.TryParseHex(hash.ToString().Replace(hash.ToString()[5], 'g'), out _));
        Assert.Throws<ArgumentException>(() => new Hash256(new byte[31]));
        Assert.Throws<ArgumentException>(() => Signature.FromBytes(new byte[65]));
    }
}
