namespace Stratum.Core.Tests;

public sealed class NodeKeyTests
{
    [Fact]
    public void TryRead_FileMadeByOpenssl_GivesItsPublicKeyAndTheSameFile()
    {
        var pem = File.ReadAllText(VectorFile.PathOf("openssl-ed25519.pem"));
        Assert.True(NodeKeyPem.TryRead(pem, out var key));
        using (key)
        {
            // What `openssl pkey -pubout -outform DER | tail -c 32` says of it.
            Assert.Equal("0b8ef90144b938167c6489ada243d5152e138fbda61b7ad0c177783793e5f85d", key.NodeId.PublicKey.ToString());
            Assert.Equal(pem, NodeKeyPem.Write(key));
        }
    }

    [Fact]
    public void Write_GeneratedKey_RoundTrips()
    {
        using var key = NodeKey.Generate();
        Assert.True(NodeKeyPem.TryRead(NodeKeyPem.Write(key), out var read));
        using (read)
        {
            Assert.Equal(key.NodeId, read.NodeId);
            Assert.Equal(key.Sign("m"u8), read.Sign("m"u8));
        }
    }

    [Fact]
    public void TryRead_WindowsLineEndsAndTextAround_IsAccepted()
    {
        using var key = Sample.Key();
        Assert.True(NodeKeyPem.TryRead("a note\r\n" + NodeKeyPem.Write(key).Replace("\n", "\r\n", StringComparison.Ordinal), out var read));
        read.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAC475AUS5OBZ8ZImtokPVFS4Tj72mG3rQwXd4N5Pl+F0=\n-----END PUBLIC KEY-----\n")]
    // X25519 (1.3.101.110), and the same length with another algorithm inside.
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIIi1DvBdFh2JtLdDh8e3UVUQ90XPtxtR9wz7jhQ7LXkW\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIi1DvBdFh2JtLdDh8e3UVUQ90XPtxtR9wz7jhQ7LQ==\n-----END PRIVATE KEY-----\n")]
    public void TryRead_NotAnEd25519PrivateKey_IsRefused(string text) => Assert.False(NodeKeyPem.TryRead(text, out _));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void FromSeed_AnotherLength_Throws(int length) => Assert.Throws<ArgumentException>(() => NodeKey.FromSeed(new byte[length]));

    [Fact]
    public void Generate_Twice_GivesTwoKeys()
    {
        using var one = NodeKey.Generate();
        using var two = NodeKey.Generate();
        Assert.NotEqual(one.NodeId, two.NodeId);
    }

    [Fact]
    public void Sign_AfterDispose_Throws()
    {
        var key = Sample.Key();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign("m"u8));
        Assert.Throws<ObjectDisposedException>(() => key.CopySeedTo(new byte[32]));
    }

    [Fact]
    public void CryptoLibrary_OnThisMachine_WorksAndSaysItsVersion()
    {
        Assert.Null(CryptoLibrary.Problem);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", CryptoLibrary.Version);
    }
}
