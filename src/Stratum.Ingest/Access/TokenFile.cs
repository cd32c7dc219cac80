using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The JSON of tokens.json, and how it is read and replaced.</summary>
internal sealed record TokenFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A thousand tokens with a few scopes each; more is not ours.
    internal const int BytesMax = 4 * 1024 * 1024;

    public required int Version { get; init; }

    public required IReadOnlyList<IngestToken> Tokens { get; init; }

    public static IReadOnlyList<IngestToken> Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > BytesMax })
        {
            throw new StratumException($"{path} is larger than {BytesMax} bytes: it is no token file");
        }

        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), TokenFileJson.Default.TokenFile);
            if (file is { Version: 1 } && file.Tokens.All(IsSound))
            {
                return file.Tokens;
            }
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException
            || (e is IOException and not (FileNotFoundException or DirectoryNotFoundException)))
        {
            throw new StratumException($"{path} cannot be read: {e.Message}", ExitCode.Usage, e);
        }

        throw new StratumException($"{path} is not a token file of version 1; restore it, or remove it and make the tokens anew");
    }

    /// <summary>Puts the new text in place of the old in one step, readable by the owner only.</summary>
    public static void Write(string path, IReadOnlyList<IngestToken> tokens)
    {
        var temporary = path + ".new";
        try
        {
            File.Delete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, new TokenFile { Version = 1, Tokens = tokens }, TokenFileJson.Default.TokenFile);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"{path} cannot be written: {e.Message}", ExitCode.Usage, e);
        }
    }

    private static bool IsSound(IngestToken? token) => token is { Name: not null, Sha256.Length: 64, Devices: not null }
        && token.Sha256.All(char.IsAsciiHexDigit)
        && token.Devices.All(pattern => !string.IsNullOrEmpty(pattern));
}
