using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The bytes of a series in WAL records and tables: signer, payload version, then every text field in its frozen order.</summary>
internal static class SeriesCodec
{
    public static void Write(ByteWriter output, Series series)
    {
        series.Signer.PublicKey.CopyTo(output.Reserve(Hash256.Size));
        output.Varint((uint)series.PayloadVersion);
        for (var field = 0; field < TextFields.Count; field++)
        {
            output.Text(series[(TextField)field]);
        }
    }

    public static Series Read(ref ByteReader input)
    {
        var signer = new NodeId(new Hash256(input.Bytes(Hash256.Size)));
        var version = checked((int)input.Varint());
        var texts = new string[TextFields.Count];
        for (var field = 0; field < texts.Length; field++)
        {
            texts[field] = input.Text();
        }

        return new Series(signer, version, texts);
    }

    /// <summary>Throws <see cref="ArgumentException"/> when a text has no UTF-8 form (an unpaired surrogate) and so could not be given back.</summary>
    public static void CheckWritable(Series series)
    {
        for (var field = 0; field < TextFields.Count; field++)
        {
            try
            {
                _ = ByteWriter.StrictUtf8.GetByteCount(series[(TextField)field]);
            }
            catch (System.Text.EncoderFallbackException exception)
            {
                throw new ArgumentException($"{TextFields.NameOf((TextField)field)} holds an unpaired surrogate", nameof(series), exception);
            }
        }
    }
}
