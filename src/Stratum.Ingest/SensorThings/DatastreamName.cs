using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What a SensorThings Datastream measures, for <c>datastreams</c> of a [[sensors]] table: "reading_type", "device/reading_type", each
/// with a unit behind a space where it is not the registry's.
/// </summary>
internal sealed record DatastreamName(string? DeviceId, string ReadingType, string? Unit)
{
    public static DatastreamName? Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (name, unit) = space < 0 ? (text, null) : (text[..space], text[(space + 1)..].Trim());
        var slash = name.LastIndexOf('/');
        var readingType = name[(slash + 1)..];
        return QuantityRegistry.Default.Find(readingType) is null ? null : new DatastreamName(slash > 0 ? name[..slash] : null, readingType, unit);
    }

    /// <summary>The quantity's right name in quotes where the text ends with one that is nearly right; else null.</summary>
    public static string? AdviceFor(string text) =>
        ReadingNames.AdviceFor(SenMlNames.Split(text.Split(' ', 2)[0]).Last);
}
