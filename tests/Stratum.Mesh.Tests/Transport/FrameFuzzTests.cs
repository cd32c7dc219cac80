using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Bytes of strangers into the readers: only the announced failures come out.</summary>
public sealed class FrameFuzzTests
{
    private const int Seed = 20261120;

    [Fact]
    public async Task ReadAsync_RandomBytes_EndsInFramesOrAnnouncedFailures()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(0, 64)];
            random.NextBytes(bytes);
            if (bytes.Length > 2)
            {
                // Most random lengths are refused at once: half of the rounds get past them.
                bytes[0] = bytes[1] = (byte)(round % 2);
            }

            var failure = await Record.ExceptionAsync(() => ReadAllAsync(bytes));
            Assert.True(failure is IOException, $"seed {Seed}, round {round}: {failure}");
        }
    }

    [Fact]
    public void TryRead_MutatedIdentityExtension_IsReadOrRefused()
    {
        using var key = NodeKey.Generate();
        var good = IdentityExtension.Write(key, "a key"u8);
        var random = new Random(Seed);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var length = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
            var read = IdentityExtension.TryRead(bytes.AsMemory(0, length), out var nodeId, out var signature);
            Assert.True(!read || bytes.AsSpan().SequenceEqual(good) || !IdentityExtension.Verify("a key"u8, nodeId, signature), $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Accepts_MutatedCertificate_IsRefusedOrStillOfTheSameNode()
    {
        using var key = NodeKey.Generate();
        using var certificate = NodeCertificate.Create(key);
        var random = new Random(Seed);
        var readable = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var bytes = certificate.Certificate.RawData;
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (TryLoad(bytes) is not { } mutated)
            {
                continue;
            }

            readable++;
            using (mutated)
            {
                // Dates, names and the self-signature mean nothing, so a change there is accepted; one of the identity is not.
                var check = new PeerCheck();
                var accepted = check.Accepts(this, mutated, null, SslPolicyErrors.None);
                Assert.True(accepted ? check.Peer!.NodeId == key.NodeId : check.Refusal != RefusalReason.None, $"seed {Seed}, round {round}");
            }
        }

        Assert.NotEqual(0, readable);
    }

    [Fact]
    public void Verify_OtherKeyOrNode_IsFalse()
    {
        using var key = NodeKey.Generate();
        using var other = NodeKey.Generate();
        Assert.True(IdentityExtension.TryRead(IdentityExtension.Write(key, "a key"u8), out var nodeId, out var signature));

        Assert.True(IdentityExtension.Verify("a key"u8, nodeId, signature));
        Assert.False(IdentityExtension.Verify("b key"u8, nodeId, signature));
        Assert.False(IdentityExtension.Verify("a key"u8, other.NodeId, signature));
    }

    private static X509Certificate2? TryLoad(byte[] bytes)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(bytes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static async Task ReadAllAsync(byte[] bytes)
    {
        using var reader = new FrameReader(new MemoryStream(bytes));
        while (true)
        {
            var (kind, payload) = await reader.ReadAsync();
            Assert.True(payload.Length <= bytes.Length);
            if (kind == FrameHeader.Credit)
            {
                FrameHeader.ReadCredit(payload);
            }
        }
    }
}
