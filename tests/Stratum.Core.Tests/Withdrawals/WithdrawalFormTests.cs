using System.Text;

namespace Stratum.Core.Tests;

public sealed class WithdrawalFormTests : IDisposable
{
    private readonly NodeKey _key = NodeKey.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray());

    private static Withdrawal Statement => new() { DeviceId = "roof", From = 1_800_000_000, To = 1_800_003_600, IssuedAt = 1_800_010_000, Reason = "indoors" };

    // Frozen: docs/CANONICAL.md shows these bytes.
    [Fact]
    public void Sign_Statement_HasTheDocumentedBytesAndId()
    {
        var signed = WithdrawalForm.Sign(Statement, _key);

        Assert.Equal(
            """{"device_id":"roof","from":1800000000,"issued_at":1800010000,"reading_type":"","reason":"indoors","restores":"","to":1800003600,"version":1}""",
            Encoding.UTF8.GetString(signed.Body.Span));
        Assert.Equal("d57a4169c57b85cfacd942c8142fbdc65a62d393dd74c17d12abf5482014cca3", signed.Id.ToString());
        Assert.Equal(
            "cc60b99b930dc405bd66060b83f36bad704c0c4e4486acb6380e06e0b19bef8fbb22fde387ba10a4bec8e018d312eb8766bff1a3fa0d751ee5fcf6217853ac0c",
            signed.Signature.ToString());
        Assert.True(Ed25519.Verify([.. "stratum-withdrawal:"u8, .. signed.Body.Span], signed.Signature, _key.NodeId));
        Assert.False(Ed25519.Verify(signed.Body.Span, signed.Signature, _key.NodeId));
    }

    [Fact]
    public void Open_WhatWasSigned_IsTheSame()
    {
        var signed = WithdrawalForm.Sign(Statement with { ReadingType = "temperature", Reason = "\"k\u00fcche\" \\ \u5ba4" }, _key);

        var opened = WithdrawalForm.Open(signed.Body, _key.NodeId, signed.Signature);

        Assert.Equal(signed.Statement, opened!.Statement);
        Assert.Equal(signed.Id, opened.Id);
    }

    [Fact]
    public void Open_OfAnotherSigner_IsRefused()
    {
        using var other = NodeKey.FromSeed(Enumerable.Repeat((byte)8, 32).ToArray());
        var signed = WithdrawalForm.Sign(Statement, _key);

        Assert.Null(WithdrawalForm.Open(signed.Body, other.NodeId, signed.Signature));
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefused()
    {
        var signed = WithdrawalForm.Sign(Statement, _key);
        for (var i = 0; i < signed.Body.Length; i++)
        {
            var body = signed.Body.ToArray();
            body[i] ^= 1;

            Assert.Null(WithdrawalForm.Open(body, _key.NodeId, signed.Signature));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"device_id\":1}")]
    [InlineData("""{"device_id":"roof","from":1,"issued_at":3,"reading_type":"","reason":"","restores":"","to":2,"version":2}""")]
    [InlineData("""{"device_id":"roof", "from":1,"issued_at":3,"reading_type":"","reason":"","restores":"","to":2,"version":1}""")]
    [InlineData("""{"device_id":"roof","from":1,"issued_at":3,"reading_type":"","reason":"","restores":"","to":2,"version":1,"x":1}""")]
    [InlineData("""{"device_id":"roof","from":1,"issued_at":3,"reading_type":"","reason":"","restores":"00","to":2,"version":1}""")]
    [InlineData("""{"device_id":"roof","from":1e0,"issued_at":3,"reading_type":"","reason":"","restores":"","to":2,"version":1}""")]
    public void Open_OtherBytes_AreRefusedThoughTheyAreSigned(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = _key.Sign([.. "stratum-withdrawal:"u8, .. bytes]);

        Assert.Null(WithdrawalForm.Open(bytes, _key.NodeId, signature));
    }

    [Theory]
    [InlineData("", 1, 2, 3, "", "")]
    [InlineData("a|b", 1, 2, 3, "", "")]
    [InlineData("a", 2, 2, 3, "", "")]
    [InlineData("a", -1, 2, 3, "", "")]
    [InlineData("a", 1, 4, 3, "", "")]
    [InlineData("a", 1, 2, 3, "Temp", "")]
    [InlineData("a", 1, 2, 3, "", "two\nlines")]
    public void Sign_WrongStatement_IsRefused(string deviceId, long from, long to, long issuedAt, string readingType, string reason)
    {
        var statement = new Withdrawal { DeviceId = deviceId, From = from, To = to, IssuedAt = issuedAt, ReadingType = readingType, Reason = reason };

        Assert.Throws<StratumException>(() => WithdrawalForm.Sign(statement, _key));
    }

    [Fact]
    public void Sign_RestorationBesideARange_IsRefused()
    {
        var id = WithdrawalForm.Sign(Statement, _key).Id;

        Assert.Throws<StratumException>(() => WithdrawalForm.Sign(Statement with { Restores = id }, _key));
        Assert.Equal(id, WithdrawalForm.Sign(new Withdrawal { IssuedAt = 5, Restores = id }, _key).Statement.Restores);
    }

    [Fact]
    public void Sign_LongestTexts_StayBelowTheLimit()
    {
        var device = string.Concat(Enumerable.Repeat("\U0001F600", 128));
        var signed = WithdrawalForm.Sign(
            Statement with { DeviceId = device, Reason = new string('\\', 256), ReadingType = new string('a', 64) }, _key);

        Assert.InRange(signed.Body.Length, 1, WithdrawalForm.BodyBytesMax);
        Assert.NotNull(WithdrawalForm.Open(signed.Body, _key.NodeId, signed.Signature));
    }

    public void Dispose() => _key.Dispose();
}
