using System.Buffers;
using System.Text;

namespace Stratum.Core;

/// <summary>
/// The parts of a series' canonical bytes that are the same for every reading, made once. An observation is then five copies
/// and five numbers: that is what keeps verification off the allocator.
/// </summary>
internal sealed class CanonicalTemplate
{
    private CanonicalTemplate(
        byte[] beforeLatitude, byte[] beforeLongitude, byte[] beforeTimestamp, byte[] beforeValue, byte[] readingIdStart, byte[] readingIdType)
    {
        BeforeLatitude = beforeLatitude;
        BeforeLongitude = beforeLongitude;
        BeforeTimestamp = beforeTimestamp;
        BeforeValue = beforeValue;
        ReadingIdStart = readingIdStart;
        ReadingIdType = readingIdType;
    }

    /// <summary>From after the altitude's value to the latitude's.</summary>
    public byte[] BeforeLatitude { get; }

    /// <summary>From after the latitude's value to the longitude's.</summary>
    public byte[] BeforeLongitude { get; }

    /// <summary>From after the longitude's value to the timestamp's.</summary>
    public byte[] BeforeTimestamp { get; }

    /// <summary>From after the timestamp's value to the value's.</summary>
    public byte[] BeforeValue { get; }

    /// <summary><c>device_id|</c></summary>
    public byte[] ReadingIdStart { get; }

    /// <summary><c>|reading_type|</c></summary>
    public byte[] ReadingIdType { get; }

    public int FixedLength => BeforeLatitude.Length + BeforeLongitude.Length + BeforeTimestamp.Length + BeforeValue.Length;

    /// <summary>Lays out the keys in code-point order, cut where altitude, latitude, longitude, timestamp and value stand.</summary>
    public static CanonicalTemplate Of(Series series)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        var beforeLatitude = Fields(output, series, TextField.BoardModel, TextField.GeoSubdivision, "latitude"u8);
        var beforeLongitude = Fields(output, series, TextField.LocationSource, TextField.LocationSource, "longitude"u8);
        output.ResetWrittenCount();
        AppendFields(output, series, TextField.NodeInfo, TextField.SensorTransport);
        output.Write(",\"signing_payload_version\":"u8);
        series.PayloadVersion.TryFormat(output.GetSpan(11), out var versionLength);
        output.Advance(versionLength);
        output.Write(",\"timestamp\":"u8);
        var beforeTimestamp = output.WrittenSpan.ToArray();
        var beforeValue = Fields(output, series, TextField.Unit, TextField.Unit, "value"u8);
        return new CanonicalTemplate(
            beforeLatitude, beforeLongitude, beforeTimestamp, beforeValue,
            Encoding.UTF8.GetBytes(series.DeviceId + "|"), Encoding.UTF8.GetBytes($"|{series.ReadingType}|"));
    }

    private static byte[] Fields(ArrayBufferWriter<byte> output, Series series, TextField first, TextField last, ReadOnlySpan<byte> nextName)
    {
        output.ResetWrittenCount();
        AppendFields(output, series, first, last);
        output.Write(",\""u8);
        output.Write(nextName);
        output.Write("\":"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void AppendFields(ArrayBufferWriter<byte> output, Series series, TextField first, TextField last)
    {
        for (var field = first; field <= last; field++)
        {
            output.Write(",\""u8);
            Encoding.UTF8.GetBytes(TextFields.NameOf(field), output);
            output.Write("\":"u8);
            CanonicalString.Write(output, series[field]);
        }
    }
}
