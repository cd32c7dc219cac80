using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Finds and reads the manifest that counts: the one that CURRENT names or, where that cannot be, the newest that is whole. Of a damaged one every edit that
/// is right counts; which tables there are is then for the directory to say.
/// </summary>
internal static class ManifestReader
{
    /// <summary>What was found at start.</summary>
    /// <param name="State">Null when there is no usable manifest: a new store, or a damaged one.</param>
    /// <param name="HighestNumber">The highest manifest number in the directory.</param>
    /// <param name="IsComplete">No bytes follow the last whole edit, so that the state is the last one made durable.</param>
    /// <param name="IsWhole">No edit is missing in the middle: the tables that the state names are those that there are.</param>
    /// <param name="Damage">What is wrong; empty when nothing is.</param>
    public sealed record Result(ManifestState? State, ulong HighestNumber, bool IsComplete, bool IsWhole, IReadOnlyList<ManifestDamageException> Damage);

    public static Result Read(IFileSystem files, string directory)
    {
        var numbers = new List<ulong>();
        foreach (var name in files.ListFiles(directory))
        {
            if (ManifestFormat.TryParseFileName(name, out var number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        var highest = numbers.Count > 0 ? numbers[^1] : 0;
        var currentPath = Path.Combine(directory, ManifestFormat.Current);
        if (!files.Exists(currentPath))
        {
            // A store that never got as far as its first CURRENT never acknowledged anything; one that has tables has lost it.
            var newest = Newest(files, directory, numbers, []);
            return newest.State is { Tables.Count: > 0 }
                ? newest with { Damage = [.. newest.Damage, new ManifestDamageException(currentPath, 0, "it is missing")] }
                : new Result(null, highest, true, true, []);
        }

        if (!ManifestFormat.TryParseCurrent(FileContent.Read(files, currentPath), out var counted))
        {
            return Newest(files, directory, numbers, [new ManifestDamageException(currentPath, 0, "it does not name a manifest")]);
        }

        var path = Path.Combine(directory, ManifestFormat.FileName(counted));
        return files.Exists(path)
            ? ReadEdits(files, directory, counted, highest)
            : Newest(files, directory, numbers, [new ManifestDamageException(path, 0, "CURRENT names it, but it is missing")]);
    }

    // A manifest begins with a record of the whole state, so that the newest one that has one knows all.
    private static Result Newest(IFileSystem files, string directory, List<ulong> numbers, IReadOnlyList<ManifestDamageException> damage)
    {
        var highest = numbers.Count > 0 ? numbers[^1] : 0;
        for (var at = numbers.Count - 1; at >= 0; at--)
        {
            var read = ReadEdits(files, directory, numbers[at], highest);
            if (read is { State: not null, IsWhole: true })
            {
                return read with { Damage = [.. damage, .. read.Damage] };
            }
        }

        return new Result(null, highest, false, false, damage);
    }

    private static Result ReadEdits(IFileSystem files, string directory, ulong number, ulong highest)
    {
        var path = Path.Combine(directory, ManifestFormat.FileName(number));
        var bytes = FileContent.Read(files, path);
        var damage = new List<ManifestDamageException>();
        if (WalFormat.TryReadHeader(bytes, number, out _, out var version, out var damagedCopy))
        {
            FormatVersion.Check(path, version, WalFormat.OldestVersion, WalFormat.Version);
            if (damagedCopy is { } copy && bytes.Length > WalFormat.HeaderBytes)
            {
                damage.Add(new ManifestDamageException(path, copy, "one of the two copies of the header is damaged"));
            }
        }

        var records = new List<WalRecord>();
        var gaps = WalSegmentReader.Scan(bytes, number, records, out var end, out _);
        var isFlipped = end > 0 && end < bytes.Length && WalSegmentReader.IsWholeFrame(bytes, end);
        var isWhole = gaps.Count == 0 && records.Count > 0 && !isFlipped;
        if (!isWhole)
        {
            damage.Add(new ManifestDamageException(path, gaps.Count > 0 ? gaps[0].Offset : end, "an edit fails its CRC"));
        }

        var state = new ManifestState();
        foreach (var record in records)
        {
            try
            {
                state.Apply(ManifestEdit.Read(bytes.AsSpan()[record.Payload]));
            }
            catch (Exception exception) when (exception is InvalidDataException or OverflowException)
            {
                isWhole = false;
                damage.Add(new ManifestDamageException(path, record.Payload.Start.Value, "an edit cannot be read", exception));
            }
        }

        return new Result(records.Count > 0 ? state : null, highest, end == bytes.Length, isWhole, damage);
    }
}
