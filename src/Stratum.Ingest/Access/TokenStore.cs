using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The tokens of a node, in one file (tokens.json, mode 0600) that <c>stratum token</c> writes and the running node reads:
/// a change of the file's time or length is seen at the next check, so that a revocation acts at once.
/// </summary>
/// <remarks>
/// A token is 32 random bytes, so a plain SHA-256 keeps it: there is nothing to guess, and a check stays cheap. When the
/// file cannot be read, no token is accepted until it can.
/// </remarks>
public sealed class TokenStore
{
    // Enough for every device of a town; a check walks over all of them.
    internal const int TokensMax = 1000;
    internal const int DevicesMax = 64;
    internal const int NameCharactersMax = 64;
    private const int TokenBytes = 32;

    // 32 bytes in base64url are 43 characters; what is longer is no token of ours and is not hashed.
    private const int TokenCharactersMax = 64;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private (DateTime WrittenAt, long Length) _seen = (DateTime.MinValue, -1);
    private Entry[] _entries = [];

    /// <summary>Opens the store; the file need not exist.</summary>
    public TokenStore(string path, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(time);
        (_path, _time) = (path, time);
    }

    /// <summary>Why the file could not be read at the last check; null when it could.</summary>
    public string? LastError { get; private set; }

    /// <summary>Makes a token and returns its text, which is kept nowhere: it is shown once.</summary>
    /// <param name="name">A name that no other token has, 1..64 characters.</param>
    /// <param name="devices">device_ids, each may end in <c>*</c>; <c>*</c> alone is every device.</param>
    public string Create(string name, IReadOnlyList<string> devices)
    {
        CheckName(name);
        CheckDevices(devices);
        lock (_gate)
        {
            using var writer = OnlyWriter();
            var tokens = ReadFile();
            if (tokens.Any(token => token.Name == name))
            {
                throw new StratumException($"there is a token named \"{name}\" already; choose another name or revoke it first");
            }

            if (tokens.Count >= TokensMax)
            {
                throw new StratumException($"there are {tokens.Count} tokens; at most {TokensMax} are kept: revoke one first");
            }

            var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
            var created = new IngestToken
            {
                Name = name,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))),
                CreatedAt = _time.GetUtcNow().ToUnixTimeSeconds(),
                Devices = [.. devices],
            };
            TokenFile.Write(_path, [.. tokens, created]);
            return text;
        }
    }

    /// <summary>Removes a token; false when there is none of that name.</summary>
    public bool Revoke(string name)
    {
        lock (_gate)
        {
            using var writer = OnlyWriter();
            var tokens = ReadFile();
            var kept = tokens.Where(token => token.Name != name).ToArray();
            if (kept.Length == tokens.Count)
            {
                return false;
            }

            TokenFile.Write(_path, kept);
            return true;
        }
    }

    /// <summary>Every token, in the order in which they were made. Throws <see cref="StratumException"/> when the file is broken.</summary>
    public IReadOnlyList<IngestToken> List() => ReadFile();

    /// <summary>The token that this text is, or null. Takes the same time whichever token matches.</summary>
    public IngestToken? Check(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > TokenCharactersMax || !Ascii.IsValid(text))
        {
            return null;
        }

        Span<byte> ascii = stackalloc byte[TokenCharactersMax];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(text, ascii)], hash);
        IngestToken? found = null;
        foreach (var entry in CurrentEntries())
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash))
            {
                found = entry.Token;
            }
        }

        return found;
    }

    private Entry[] CurrentEntries()
    {
        lock (_gate)
        {
            var file = new FileInfo(_path);
            var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MinValue, -1);
            if (seen == _seen)
            {
                return _entries;
            }

            _seen = seen;
            try
            {
                _entries = [.. ReadFile().Select(token => new Entry(Convert.FromHexString(token.Sha256), token))];
                LastError = null;
            }
            catch (StratumException e)
            {
                // Fail closed, and look again at every check: the reason may pass without a change of the file.
                _entries = [];
                _seen = (DateTime.MinValue, -2);
                LastError = e.Message;
            }

            return _entries;
        }
    }

    private IReadOnlyList<IngestToken> ReadFile()
    {
        try
        {
            return TokenFile.Read(_path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Two `stratum token create` at once must not lose one of the two.
    private FileStream OnlyWriter()
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            return new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"{_path} cannot be changed: {e.Message}; is another `stratum token` running?", ExitCode.Usage, e);
        }
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameCharactersMax || name.Any(char.IsControl))
        {
            throw new StratumException($"a token's name has 1..{NameCharactersMax} characters without control characters");
        }
    }

    private static void CheckDevices(IReadOnlyList<string> devices)
    {
        if (devices.Count is 0 or > DevicesMax)
        {
            throw new StratumException($"a token is for 1..{DevicesMax} device_ids, not {devices.Count}; \"*\" is every device");
        }

        var deviceIdMax = TextFields.MaxCharactersOf(TextField.DeviceId);
        foreach (var pattern in devices)
        {
            var star = pattern.IndexOf('*', StringComparison.Ordinal);
            var isWellFormed = pattern.Length > 0 && pattern.Length <= deviceIdMax && (star < 0 || star == pattern.Length - 1);
            if (!isWellFormed || pattern.Any(c => char.IsControl(c) || c == '|'))
            {
                throw new StratumException(
                    $"\"{Excerpt.Of(pattern)}\" is no device pattern; accepted is a device_id of 1..{deviceIdMax} characters, with * only at its end");
            }
        }
    }

    private readonly record struct Entry(byte[] Hash, IngestToken Token);
}
