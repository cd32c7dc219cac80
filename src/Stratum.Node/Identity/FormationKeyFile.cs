using Stratum.Core;

namespace Stratum.Node.Identity;

/// <summary>
/// The shared secret of a closed mesh: one line of base64 for the key in use and, while it is rotated, a second one for the other key.
/// <c>openssl rand -base64 32</c> makes a line.
/// </summary>
internal static class FormationKeyFile
{
    // Below 32 random bytes a secret could be guessed by whoever sees one handshake.
    private const int SecretBytesMin = 32;

    // Two lines of 1 KiB secrets; more is not a key file.
    private const int FileBytesMax = 4096;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads one or two secrets. Throws <see cref="StratumException"/> when the file is missing, open to others, or not that.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string path)
    {
        if (path.Length == 0)
        {
            throw new StratumException("[network] admission = \"formation\" needs [network] formation_key_path");
        }

        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new StratumException($"there is no formation key at {path}: run `openssl rand -base64 32 > {path}` and give every node a copy");
            }

            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & ~OwnerOnly) != 0)
            {
                throw new StratumException(
                    $"the formation key {path} has mode {Convert.ToString((int)file.UnixFileMode, 8)}: others can use it; run chmod 600 {path}");
            }

            var secrets = file.Length <= FileBytesMax ? Parse(File.ReadAllLines(path)) : null;
            return secrets ?? throw new StratumException(
                $"{path} is not a formation key: one or two lines, each {SecretBytesMin} random bytes or more in base64, as `openssl rand -base64 32` prints");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read the formation key {path}: {e.Message}");
        }
    }

    private static List<ReadOnlyMemory<byte>>? Parse(string[] lines)
    {
        var secrets = new List<ReadOnlyMemory<byte>>();
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var secret = new byte[line.Length];
            if (!Convert.TryFromBase64String(line, secret, out var written) || written < SecretBytesMin)
            {
                return null;
            }

            secrets.Add(secret.AsMemory(0, written));
        }

        return secrets.Count is 1 or 2 ? secrets : null;
    }
}
