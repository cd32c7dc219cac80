using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Stratum.Core;

/// <summary>
/// The JSON object of an observation: every canonical field in the canonical layout, then the envelope, then what this
/// station adds. Enough to verify it on its own.
/// </summary>
public static class ObservationJson
{
    /// <summary>
    /// The generation of the signer's key. A node id is its key, so a node that changes its key is another node, and this is
    /// always 1; the field is there for readers of WeSense archives, where a key is versioned apart from its owner.
    /// </summary>
    public const int KeyVersion = 1;

    /// <summary>The member that ends a line of an export: SHA-256, in hex, over the bytes of the line before its comma.</summary>
    public const string LineHashName = "line_sha256";

    /// <summary>Writes the object.</summary>
    /// <param name="stored">The observation.</param>
    /// <param name="output">Where to.</param>
    /// <param name="retractedBy">The withdrawal that its signer made of it, which is then told as <c>retracted_by</c>; null for none.</param>
    public static void Write(StoredObservation stored, IBufferWriter<byte> output, Hash256? retractedBy = null)
    {
        WriteOpen(stored, output, retractedBy);
        output.Write("}"u8);
    }

    /// <summary>
    /// Writes the object as one line of an NDJSON export, ended by a line feed. Its last member, <see cref="LineHashName"/>, covers
    /// everything before it, so that a changed byte is found in the columns that no signature covers, too.
    /// </summary>
    /// <inheritdoc cref="Write" path="/param"/>
    public static void WriteLine(StoredObservation stored, IBufferWriter<byte> output, Hash256? retractedBy = null)
    {
        // An observation's text is at most some 30 KiB (19 fields of at most 1,024 characters, escaped); typically 1.3 KiB.
        var line = new ArrayBufferWriter<byte>(2048);
        WriteOpen(stored, line, retractedBy);
        Span<byte> hash = stackalloc byte[Hash256.Size];
        SHA256.HashData(line.WrittenSpan, hash);
        output.Write(line.WrittenSpan);
        output.Write(",\"line_sha256\":\""u8);
        WriteHex(hash, output);
        output.Write("\"}\n"u8);
    }

    private static void WriteOpen(StoredObservation stored, IBufferWriter<byte> output, Hash256? retractedBy)
    {
        var signed = stored.Observation;
        WriteCanonicalOpen(signed.Observation, output);
        Span<byte> bytes = stackalloc byte[Signature.Size];
        output.Write(",\"reading_id\":\""u8);
        CanonicalForm.ReadingIdOf(signed.Observation).Hash.CopyTo(bytes);
        WriteHex(bytes[..32], output);
        output.Write("\",\"content_id\":\""u8);
        signed.ContentId.Hash.CopyTo(bytes);
        WriteHex(bytes[..32], output);
        output.Write("\",\"signature\":\""u8);
        signed.Signature.CopyTo(bytes);
        WriteHex(bytes, output);
        output.Write("\",\"public_key\":\""u8);
        signed.Series.Signer.PublicKey.CopyTo(bytes);
        output.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes[..32])));
        output.Write("\",\"node_id\":\""u8);
        Encoding.ASCII.GetBytes(signed.Series.Signer.ToString(), output);
        output.Write("\",\"key_version\":"u8);
        WriteInteger(KeyVersion, output);
        WriteStation(stored, output);
        if (retractedBy is { } withdrawal)
        {
            output.Write(",\"retracted_by\":\""u8);
            withdrawal.CopyTo(bytes);
            WriteHex(bytes[..32], output);
            output.Write("\""u8);
        }
    }

    private static void WriteStation(StoredObservation stored, IBufferWriter<byte> output)
    {
        output.Write(",\"witnesses\":"u8);
        WriteInteger(stored.Witnesses, output);
        output.Write(",\"received_at\":"u8);
        WriteDouble(stored.ReceivedAtMs / 1000.0, output);
        output.Write(",\"received_via\":"u8);
        CanonicalString.Write(output, StationNames.Of(stored.ReceivedVia));
        output.Write(",\"time_source\":"u8);
        CanonicalString.Write(output, StationNames.Of(stored.TimeSource));
        output.Write(",\"confidence\":"u8);
        WriteDouble(Math.Round(stored.Assessment.Confidence, 4), output);
        output.Write(",\"flag\":"u8);
        WriteInteger((int)stored.Assessment.Flag, output);
        output.Write(",\"reasons\":["u8);
        for (var i = 0; i < stored.Assessment.Reasons.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            CanonicalString.Write(output, stored.Assessment.Reasons[i]);
        }

        output.Write("]"u8);
    }

    // The canonical object without its closing brace. A newer version's bytes are not known here; such are never stored.
    private static void WriteCanonicalOpen(Observation observation, IBufferWriter<byte> output)
    {
        PayloadVersions.TryGet(observation.Series.PayloadVersion, out var version);
        ArgumentNullException.ThrowIfNull(version);
        var length = version.Write(observation, output.GetSpan(version.MaxBytes(observation)));
        output.Advance(length - 1);
    }

    private static void WriteInteger(long value, IBufferWriter<byte> output)
    {
        value.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void WriteDouble(double value, IBufferWriter<byte> output)
    {
        CanonicalDouble.TryFormat(value, output.GetSpan(CanonicalDouble.MaxBytes), out var written);
        output.Advance(written);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(bytes.Length * 2);
        for (var i = 0; i < bytes.Length; i++)
        {
            span[2 * i] = "0123456789abcdef"u8[bytes[i] >> 4];
            span[(2 * i) + 1] = "0123456789abcdef"u8[bytes[i] & 15];
        }

        output.Advance(bytes.Length * 2);
    }
}
