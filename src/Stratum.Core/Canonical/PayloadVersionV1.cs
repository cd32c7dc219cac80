using System.Globalization;

namespace Stratum.Core;

/// <summary>Version 1: canonical JSON as CANONICAL.md freezes it. A test pins its field list and its bytes.</summary>
internal sealed class PayloadVersionV1 : IPayloadVersion
{
    // Five numbers of at most 24 bytes, the opening key and the closing brace.
    private const int NumbersAndBraces = (5 * CanonicalDouble.MaxBytes) + 16;

    public int MaxBytes(Observation observation) => observation.Series.Template.FixedLength + NumbersAndBraces;

    public int Write(Observation observation, Span<byte> destination)
    {
        var template = observation.Series.Template;
        var at = Append("{\"altitude\":"u8, destination, 0);
        at = AppendNumber(observation.Altitude, destination, at);
        at = Append(template.BeforeLatitude, destination, at);
        at = AppendNumber(observation.Position?.Latitude, destination, at);
        at = Append(template.BeforeLongitude, destination, at);
        at = AppendNumber(observation.Position?.Longitude, destination, at);
        at = Append(template.BeforeTimestamp, destination, at);
        observation.Timestamp.TryFormat(destination[at..], out var timestampLength, default, CultureInfo.InvariantCulture);
        at = Append(template.BeforeValue, destination, at + timestampLength);
        at = AppendNumber(observation.Value, destination, at);
        return Append("}"u8, destination, at);
    }

    public DraftError? Check(Observation observation) => ObservationRules.Check(observation);

    private static int Append(ReadOnlySpan<byte> part, Span<byte> destination, int at)
    {
        part.CopyTo(destination[at..]);
        return at + part.Length;
    }

    private static int AppendNumber(double? number, Span<byte> destination, int at)
    {
        if (number is not { } value)
        {
            return Append("null"u8, destination, at);
        }

        CanonicalDouble.TryFormat(value, destination[at..], out var written);
        return at + written;
    }
}
