using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Finds and reads the manifest that counts.</summary>
internal static class ManifestReader
{
    /// <summary>What was found at start.</summary>
    /// <param name="State">Null when there is no usable manifest: a new store, or a damaged one.</param>
    /// <param name="HighestNumber">The highest manifest number in the directory.</param>
    /// <param name="IsComplete">No bytes follow the last whole edit, so that the state is the last one made durable.</param>
    /// <param name="Damage">What is wrong; null when nothing is.</param>
    public sealed record Result(ManifestState? State, ulong HighestNumber, bool IsComplete, ManifestDamageException? Damage);

    public static Result Read(IFileSystem files, string directory)
    {
        ulong highest = 0;
        foreach (var name in files.ListFiles(directory))
        {
            highest = ManifestFormat.TryParseFileName(name, out var number) ? Math.Max(highest, number) : highest;
        }

        var currentPath = Path.Combine(directory, ManifestFormat.Current);
        if (!files.Exists(currentPath))
        {
            // A store that never got as far as its first CURRENT never acknowledged anything.
            return new Result(null, highest, true, null);
        }

        if (!ManifestFormat.TryParseCurrent(FileContent.Read(files, currentPath), out var counted))
        {
            return new Result(null, highest, false, new ManifestDamageException(currentPath, 0, "it does not name a manifest"));
        }

        var path = Path.Combine(directory, ManifestFormat.FileName(counted));
        return files.Exists(path)
            ? ReadEdits(FileContent.Read(files, path), path, counted, highest)
            : new Result(null, highest, false, new ManifestDamageException(path, 0, "CURRENT names it, but it is missing"));
    }

    private static Result ReadEdits(byte[] bytes, string path, ulong number, ulong highest)
    {
        if (WalFormat.TryReadHeader(bytes, number, out _, out var version))
        {
            FormatVersion.Check(path, version, WalFormat.Version);
        }

        var records = new List<WalRecord>();
        var damage = WalSegmentReader.Scan(bytes, number, records, out var end);
        if (damage.Count > 0 || records.Count == 0)
        {
            return new Result(null, highest, false, new ManifestDamageException(path, damage.Count > 0 ? damage[0] : 0, "an edit fails its CRC"));
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
                return new Result(
                    null, highest, false, new ManifestDamageException(path, record.Payload.Start.Value, "an edit cannot be read", exception));
            }
        }

        return new Result(state, highest, end == bytes.Length, null);
    }
}
