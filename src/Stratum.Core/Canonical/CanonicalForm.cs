using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Stratum.Core;

/// <summary>
/// Canonical bytes of an observation and the ids that follow from them. Works on the fields as they are carried and consults
/// no registry, so that a name which a later registry gains cannot break an old signature.
/// </summary>
public static class CanonicalForm
{
    // Covers nearly every observation; longer ones rent.
    private const int StackBytes = 1536;

    /// <summary>Writes the bytes that are signed. Throws <see cref="NotSupportedException"/> for an unknown payload version.</summary>
    public static void Write(Observation observation, IBufferWriter<byte> output)
    {
        var version = VersionOf(observation);
        output.Advance(version.Write(observation, output.GetSpan(version.MaxBytes(observation))));
    }

    /// <summary>The bytes that are signed, in a new array.</summary>
    public static byte[] ToArray(Observation observation)
    {
        var output = new ArrayBufferWriter<byte>(StackBytes);
        Write(observation, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>At least as many bytes as <see cref="Write"/> writes, and at most 140 more: found without writing them.</summary>
    public static int LengthBound(Observation observation) => VersionOf(observation).MaxBytes(observation);

    /// <summary>SHA-256 over canonical bytes and public key.</summary>
    public static ContentId ContentIdOf(Observation observation)
    {
        using var content = new Scratch(observation, stackalloc byte[StackBytes]);
        return content.ContentId();
    }

    /// <summary>SHA-256 of <c>device_id|timestamp|reading_type|value</c>.</summary>
    public static ReadingId ReadingIdOf(Observation observation)
    {
        var template = observation.Series.Template;
        // device_id takes at most 128 * 4 bytes, reading_type 64, the numbers 16 and 24.
        Span<byte> text = stackalloc byte[template.ReadingIdStart.Length + template.ReadingIdType.Length + 16 + CanonicalDouble.MaxBytes];
        template.ReadingIdStart.CopyTo(text);
        var at = template.ReadingIdStart.Length;
        observation.Timestamp.TryFormat(text[at..], out var timestampLength, default, CultureInfo.InvariantCulture);
        at += timestampLength;
        template.ReadingIdType.CopyTo(text[at..]);
        at += template.ReadingIdType.Length;
        CanonicalDouble.TryFormat(observation.Value, text[at..], out var valueLength);
        Span<byte> hash = stackalloc byte[Hash256.Size];
        SHA256.HashData(text[..(at + valueLength)], hash);
        return new ReadingId(new Hash256(hash));
    }

    internal static SignedObservation Sign(Observation observation, NodeKey key)
    {
        using var content = new Scratch(observation, stackalloc byte[StackBytes]);
        return new SignedObservation(observation, key.Sign(content.Canonical), content.ContentId());
    }

    internal static SignedObservation? Verify(Observation observation, Signature signature)
    {
        using var content = new Scratch(observation, stackalloc byte[StackBytes]);
        return Ed25519.Verify(content.Canonical, signature, observation.Series.Signer)
            ? new SignedObservation(observation, signature, content.ContentId())
            : null;
    }

    private static IPayloadVersion VersionOf(Observation observation) => PayloadVersions.TryGet(observation.Series.PayloadVersion, out var version)
        ? version
        : throw new NotSupportedException($"signing_payload_version {observation.Series.PayloadVersion} is not known; the newest is {PayloadVersions.Newest}");

    // The canonical bytes with room for the public key behind them.
    private readonly ref struct Scratch : IDisposable
    {
        private readonly byte[]? _rented;
        private readonly Span<byte> _bytes;
        private readonly int _length;

        public Scratch(Observation observation, Span<byte> stack)
        {
            var version = VersionOf(observation);
            var needed = version.MaxBytes(observation) + Hash256.Size;
            _rented = needed <= stack.Length ? null : ArrayPool<byte>.Shared.Rent(needed);
            _bytes = _rented ?? stack;
            _length = version.Write(observation, _bytes);
            observation.Series.Signer.PublicKey.CopyTo(_bytes[_length..]);
        }

        public ReadOnlySpan<byte> Canonical => _bytes[.._length];

        public ContentId ContentId()
        {
            Span<byte> hash = stackalloc byte[Hash256.Size];
            SHA256.HashData(_bytes[..(_length + Hash256.Size)], hash);
            return new ContentId(new Hash256(hash));
        }

        public void Dispose()
        {
            if (_rented is not null)
            {
                ArrayPool<byte>.Shared.Return(_rented);
            }
        }
    }
}
