using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Reads a file of past readings to its end.</summary>
internal sealed class HistoryReading
{
    private HistoryReading(HistoryFormat format, List<HistoryEntry> entries, IEnumerable<KeyValuePair<string, long>> leftOut) =>
        (Format, Entries, LeftOut) = (format, entries, leftOut.Select(pair => pair.Key).ToList());

    public HistoryFormat Format { get; }

    public IReadOnlyList<HistoryEntry> Entries { get; }

    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>"line device reading_type value unit deployment timestamp", in order of the file.</summary>
    public IEnumerable<string> Readings => Entries.Where(entry => entry.Draft is not null).Select(entry => Told(entry.Line, entry.Draft!));

    /// <summary>"line field reason".</summary>
    public IEnumerable<string> Errors => Entries
        .Where(entry => entry.Error is not null)
        .Select(entry => $"{entry.Line} {entry.Error!.Field} {entry.Error.Reason}");

    public IEnumerable<ObservationDraft> Drafts => Entries.Where(entry => entry.Draft is not null).Select(entry => entry.Draft!);

    public static Task<HistoryReading> OfCaptureAsync(string name, HistoryMap? map = null) => OfFileAsync(Capture.PathOf("history", name), map);

    public static async Task<HistoryReading> OfFileAsync(string path, HistoryMap? map = null)
    {
        using var source = HistoryFile.Open(path, map ?? new HistoryMap());
        var entries = new List<HistoryEntry>();
        await foreach (var entry in source.ReadAsync(CancellationToken.None))
        {
            entries.Add(entry);
        }

        return new HistoryReading(source.Format, entries, source.LeftOut);
    }

    public static Task<HistoryReading> OfTextAsync(string text, HistoryMap? map = null) => OfBytesAsync(Encoding.UTF8.GetBytes(text), map);

    public static async Task<HistoryReading> OfBytesAsync(byte[] bytes, HistoryMap? map = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, bytes);
            return await OfFileAsync(path, map);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Told(long line, ObservationDraft draft) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line} {draft[TextField.DeviceId]} {draft[TextField.ReadingType]} {draft.Value} "
        + $"{draft[TextField.Unit]} {draft[TextField.DeploymentType] ?? "-"} {draft.Timestamp}");
}
