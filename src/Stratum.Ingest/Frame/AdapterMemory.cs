using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// What adapters decided once and must not decide otherwise after a restart: which counter of a station is its rain, which device has a
/// name. A small file in the data directory, replaced as a whole; without a path it lasts as long as the process. Safe for many threads.
/// </summary>
internal sealed class AdapterMemory
{
    // Two decisions for each of some thousand devices; what a stranger could add beyond that is not remembered.
    private const int EntriesMax = 8192;
    private const int CharactersMax = 512;
    private const int BytesMax = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly Dictionary<string, string> _entries;

    /// <summary>Reads the file. One that cannot be read is kept beside the new one, and <see cref="Problem"/> says so.</summary>
    public AdapterMemory(string? path)
    {
        _path = path;
        _entries = Read();
    }

    /// <summary>Why the file could not be read or written last; null when all is well.</summary>
    public string? Problem { get; private set; }

    public string? Find(string key)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    /// <summary>Keeps the decision. Written before it returns, so that what is signed by it cannot outlive it.</summary>
    public void Remember(string key, string value)
    {
        lock (_gate)
        {
            var isNew = !_entries.TryGetValue(key, out var old);
            if (old == value || key.Length + value.Length > CharactersMax || (isNew && _entries.Count == EntriesMax))
            {
                return;
            }

            _entries[key] = value;
            Write();
        }
    }

    /// <summary>The decision of before, or the one that is made now and kept.</summary>
    public string FindOrRemember(string key, string value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var old))
            {
                return old;
            }

            Remember(key, value);
            return value;
        }
    }

    private Dictionary<string, string> Read()
    {
        try
        {
            if (_path is not null && new FileInfo(_path) is { Exists: true, Length: <= BytesMax })
            {
                return JsonSerializer.Deserialize(File.ReadAllBytes(_path), AdapterMemoryJson.Default.DictionaryStringString) ?? [];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Problem = $"{_path} cannot be read ({e.Message}); it was put aside, and what adapters decided is decided anew";
            PutAside();
        }

        return [];
    }

    private void PutAside()
    {
        try
        {
            File.Move(_path!, _path + ".unreadable", overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"{Problem}; nor can it be put aside: {e.Message}";
        }
    }

    private void Write()
    {
        if (_path is null)
        {
            return;
        }

        var temporary = _path + ".new";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, _entries, AdapterMemoryJson.Default.DictionaryStringString);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            Problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The decision holds for this process; a full disk must not keep readings out.
            Problem = $"{_path} cannot be written: {e.Message}";
        }
    }
}
