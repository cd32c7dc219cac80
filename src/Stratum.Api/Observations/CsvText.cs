using System.Buffers;
using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The cells of CSV (RFC 4180): quotes where they are needed, nothing for null, CRLF.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    public static void WriteLine(IBufferWriter<byte> output, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                WriteSeparator(output);
            }

            WriteText(output, cells[i]);
        }

        WriteEnd(output);
    }

    public static void WriteSeparator(IBufferWriter<byte> output) => output.Write(","u8);

    public static void WriteEnd(IBufferWriter<byte> output) => output.Write("\r\n"u8);

    public static void WriteText(IBufferWriter<byte> output, string text)
    {
        var needsQuotes = text.AsSpan().ContainsAny(Quoted);
        Encoding.UTF8.GetBytes(needsQuotes ? $"\"{text.Replace("\"", "\"\"")}\"" : text, output);
    }

    public static void WriteInteger(IBufferWriter<byte> output, long value)
    {
        value.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void WriteDouble(IBufferWriter<byte> output, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            CanonicalDouble.TryFormat(number, output.GetSpan(CanonicalDouble.MaxBytes), out var written);
            output.Advance(written);
        }
    }
}
