using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Mesh.Links;

/// <summary>
/// The key of a closed mesh, derived from its secret: HKDF-SHA256 with the network id as salt, so that one secret used in two networks
/// gives two keys. No other key ever derives from it.
/// </summary>
internal sealed class FormationKey
{
    /// <summary>The shortest secret that is taken: 256 bits, the strength of everything else here.</summary>
    public const int SecretBytesMin = 32;

    /// <summary>HMAC-SHA256.</summary>
    public const int MacBytes = 32;

    private const string Label = "stratum-formation-v1";
    private readonly byte[] _key;

    /// <summary>Derives. Throws <see cref="StratumException"/> for a secret that is too short.</summary>
    public FormationKey(ReadOnlySpan<byte> secret, string networkId)
    {
        if (secret.Length < SecretBytesMin)
        {
            throw new StratumException(
                $"a formation key of {secret.Length} bytes was given; at least {SecretBytesMin} random bytes are needed (stratum keys formation)");
        }

        _key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _key, Encoding.UTF8.GetBytes(networkId), []);
    }

    /// <summary>The proof of one end.</summary>
    public byte[] Prove(FormationRole role, FormationTranscript transcript)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Append(mac, Encoding.UTF8.GetBytes(Label));
        Append(mac, role == FormationRole.Dialler ? "dialler"u8 : "listener"u8);
        Append(mac, transcript.DiallerNonce.Span);
        Append(mac, transcript.ListenerNonce.Span);
        Append(mac, transcript.Dialler.PublicKey.ToArray());
        Append(mac, transcript.Listener.PublicKey.ToArray());
        Append(mac, transcript.DiallerCertificate.ToArray());
        Append(mac, transcript.ListenerCertificate.ToArray());
        return mac.GetHashAndReset();
    }

    /// <summary>Whether the other end's proof is right; in constant time.</summary>
    public bool Verify(FormationRole role, FormationTranscript transcript, ReadOnlySpan<byte> proof) =>
        CryptographicOperations.FixedTimeEquals(Prove(role, transcript), proof);

    /// <summary>The mac of a datagram.</summary>
    public byte[] Mac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(_key, message);

    // Without lengths, two different lists of parts could give the same bytes.
    private static void Append(IncrementalHash mac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        mac.AppendData(length);
        mac.AppendData(part);
    }
}
