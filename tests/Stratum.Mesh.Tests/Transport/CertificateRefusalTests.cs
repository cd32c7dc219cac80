using System.Net.Security;
using System.Security.Cryptography;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Peers that do not prove a node id: refused by either end, with the reason counted, and others are served after them.</summary>
public sealed class CertificateRefusalTests
{
    [Theory]
    [EachTransport]
    internal Task DialAndListen_OtherNodesSignature_IsWrongIdentity(TransportKind kind) => AssertRefusedAsync(kind, RefusalReason.WrongIdentity, key =>
    {
        using var other = NodeKey.Generate();
        return Certified(key, tlsKey =>
        {
            var signature = SignatureIn(IdentityExtension.Write(other, tlsKey.ExportSubjectPublicKeyInfo()));
            return IdentityExtension.Encode(key.NodeId, signature);
        });
    });

    [Theory]
    [EachTransport]
    internal Task DialAndListen_OtherNodesExtension_IsWrongIdentity(TransportKind kind) => AssertRefusedAsync(kind, RefusalReason.WrongIdentity, key =>
    {
        using var other = NodeKey.Generate();
        using var otherTls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Certified(key, _ => IdentityExtension.Write(other, otherTls.ExportSubjectPublicKeyInfo()));
    });

    [Theory]
    [EachTransport]
    internal Task DialAndListen_NoExtension_IsBadCertificate(TransportKind kind) =>
        AssertRefusedAsync(kind, RefusalReason.BadCertificate, key => Certified(key, _ => null));

    [Theory]
    [EachTransport]
    internal Task DialAndListen_ExtensionWithOneByteMore_IsBadCertificate(TransportKind kind) => AssertRefusedAsync(
        kind,
        RefusalReason.BadCertificate,
        key => Certified(key, tlsKey => [.. IdentityExtension.Write(key, tlsKey.ExportSubjectPublicKeyInfo()), 0]));

    [Theory]
    [EachTransport]
    internal Task DialAndListen_KeyOfAnotherCurve_IsBadCertificate(TransportKind kind) => AssertRefusedAsync(kind, RefusalReason.BadCertificate, key =>
    {
        using var tlsKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        return new NodeCertificate(NodeCertificate.SelfSigned(tlsKey, IdentityExtension.Write(key, tlsKey.ExportSubjectPublicKeyInfo())), key.NodeId);
    });

    [Theory]
    [EachTransport]
    internal async Task Listen_NoCertificate_IsBadCertificate(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);

        await AttemptAsync(kind, listener, options => options.ClientCertificateContext = null);

        await AssertCountedAndServingAsync(kind, listener, RefusalReason.BadCertificate);
    }

    [Theory]
    [EachTransport]
    internal async Task Listen_TwoCertificates_IsBadCertificate(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        using var key = NodeKey.Generate();

        await AttemptAsync(kind, listener, options => options.ClientCertificateContext = TwoCertificates.Create(key));

        await AssertCountedAndServingAsync(kind, listener, RefusalReason.BadCertificate);
    }

    [Theory]
    [EachTransport]
    internal async Task Listen_AnotherProtocol_IsNotAccepted(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);

        await AttemptAsync(kind, listener, options => options.ApplicationProtocols = [new SslApplicationProtocol("h3")]);

        Assert.Equal(0, listener.AcceptedCount);
        await AssertServesAsync(kind, listener);
    }

    private static async Task AssertRefusedAsync(TransportKind kind, RefusalReason reason, Func<NodeKey, NodeCertificate> certificate)
    {
        // As the dialler ...
        await using var listener = await TestNode.ListenAsync(kind);
        await using var impostor = new TestNode(kind, certificate: certificate);
        await Assert.ThrowsAsync<MeshConnectException>(() => impostor.DialAsync(listener));
        await AssertCountedAndServingAsync(kind, listener, reason);

        // ... and as the listener.
        await using var trap = await TestNode.ListenAsync(kind, certificate: certificate);
        await using var dialler = new TestNode(kind);
        var refusal = await Assert.ThrowsAsync<MeshConnectException>(() => dialler.DialAsync(trap));
        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(0, trap.AcceptedCount);
    }

    private static async Task AttemptAsync(TransportKind kind, TestNode listener, Action<SslClientAuthenticationOptions> change)
    {
        // A TLS 1.3 client may be done before the listener looks at its certificate, so only the preface must fail.
        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var peer = await RawPeer.ConnectAsync(kind, listener.Address, change);
            await ConnectionPreface.OpenAsync(peer.Streams, CancellationToken.None).WaitAsync(TestNode.Patience);
        });
        Assert.NotNull(failure);
        Assert.IsNotType<TimeoutException>(failure);
    }

    private static async Task AssertCountedAndServingAsync(TransportKind kind, TestNode listener, RefusalReason reason)
    {
        await Until.TrueAsync(() => listener.Refusals.Of(reason) == 1, $"{reason} is counted once");
        Assert.Equal(1, Enum.GetValues<RefusalReason>().Sum(listener.Refusals.Of));
        Assert.Equal(0, listener.AcceptedCount);
        await AssertServesAsync(kind, listener);
    }

    private static async Task AssertServesAsync(TransportKind kind, TestNode listener)
    {
        await using var honest = new TestNode(kind);
        await honest.DialAsync(listener);
        Assert.Equal(honest.Key.NodeId, (await listener.AcceptAsync()).PeerId);
    }

    private static NodeCertificate Certified(NodeKey key, Func<ECDsa, byte[]?> extension)
    {
        using var tlsKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new NodeCertificate(NodeCertificate.SelfSigned(tlsKey, extension(tlsKey)), key.NodeId);
    }

    private static Signature SignatureIn(byte[] extension)
    {
        Assert.True(IdentityExtension.TryRead(extension, out _, out var signature));
        return signature;
    }
}
