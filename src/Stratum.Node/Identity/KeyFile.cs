using Stratum.Core;

namespace Stratum.Node.Identity;

/// <summary>The file that holds the node's key: PKCS #8 PEM, readable by its owner alone.</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A PEM file of an Ed25519 key has 119 bytes; anything much larger is another file.
    private const int SizeMax = 4096;

    /// <summary>Writes a new key file with mode 0600. Never overwrites: throws when the file exists.</summary>
    public static void Create(string path, NodeKey key)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using var file = new FileStream(path, options);
            using var writer = new StreamWriter(file);
            writer.Write(NodeKeyPem.Write(key));
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new StratumException($"{path} exists: a key is never overwritten; move it away first if you want a new identity");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot write the key file {path}: {e.Message}");
        }
    }

    /// <summary>Reads the key. Throws a <see cref="StratumException"/> when it is missing, open to others, or not a key.</summary>
    public static NodeKey Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new StratumException($"there is no key at {path}: run `stratum init` first, or set [node] keypair_path");
            }

            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & ~OwnerOnly) != 0)
            {
                throw new StratumException(
                    $"the key file {path} has mode {Convert.ToString((int)file.UnixFileMode, 8)}: others can use it; "
                    + $"run chmod 600 {path} (and make a new key if it may have been read)");
            }

            return file.Length <= SizeMax && NodeKeyPem.TryRead(File.ReadAllText(path), out var key)
                ? key
                : throw new StratumException($"{path} is not an Ed25519 private key in PEM form (PKCS #8)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read the key file {path}: {e.Message}");
        }
    }
}
