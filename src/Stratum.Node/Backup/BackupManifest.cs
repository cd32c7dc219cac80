using System.Text.Json;
using System.Text.Json.Serialization;
using Stratum.Core;

namespace Stratum.Node.Backup;

/// <summary>What a backup holds: <c>backup.json</c>, its last file.</summary>
internal sealed record BackupManifest
{
    /// <summary>Its name in the backup.</summary>
    public const string FileName = "backup.json";

    /// <summary>Below it are the files of the data directory.</summary>
    public const string DataFolder = "data/";

    /// <summary>The node's key, when it was asked for.</summary>
    public const string KeyName = "node.key";

    /// <summary>Of this format.</summary>
    public const int CurrentVersion = 1;

    // A store of a million tables; what is longer is something else.
    private const int BytesMax = 256 << 20;

    [JsonPropertyName("stratum_backup")]
    public int Version { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonPropertyName("created")]
    public long Created { get; init; }

    [JsonPropertyName("files")]
    public IReadOnlyList<BackupEntry> Files { get; init; } = [];

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <summary>Reads one and checks every name. Throws <see cref="StratumException"/>.</summary>
    public static BackupManifest Read(Stream stream)
    {
        BackupManifest? manifest;
        try
        {
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            manifest = bytes.Length > BytesMax ? null : JsonSerializer.Deserialize(bytes.ToArray(), BackupJson.Default.BackupManifest);
        }
        catch (JsonException exception)
        {
            throw new StratumException($"{FileName} cannot be read: {exception.Message}", ExitCode.CheckFailed, exception);
        }

        if (manifest?.Version != CurrentVersion)
        {
            throw new StratumException(
                $"{FileName} has version {manifest?.Version ?? 0}, this program reads version {CurrentVersion}; restore with the program that made it");
        }

        foreach (var file in manifest.Files)
        {
            if (!IsSafe(file.Path))
            {
                throw new StratumException($"{FileName} names the file '{file.Path}', which no backup has", ExitCode.CheckFailed);
            }
        }

        return manifest;
    }

    /// <summary>A name that stays below its folder: of letters, digits and a few signs, and at most two folders deep.</summary>
    public static bool IsSafe(string path)
    {
        var parts = path.Split('/');
        return path == KeyName || (parts is [_, _] or [_, _, _] && path.StartsWith(DataFolder, StringComparison.Ordinal)
            && Array.TrueForAll(parts, static part => part.Length is > 0 and <= 128 && part[0] != '.'
                && part.All(static one => char.IsAsciiLetterOrDigit(one) || one is '-' or '+' or '.' or '_')));
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">With slashes, from the backup's root.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In lower-case hex digits.</param>
internal sealed record BackupEntry(
    [property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("bytes")] long Bytes, [property: JsonPropertyName("sha256")] string Sha256);

[JsonSerializable(typeof(BackupManifest))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class BackupJson : JsonSerializerContext;
