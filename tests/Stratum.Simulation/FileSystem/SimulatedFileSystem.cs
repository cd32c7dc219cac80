using Stratum.Core;

namespace Stratum.Simulation;

/// <summary>
/// A file system in memory that loses power, tears writes, fails and flips bits, all on demand and the same way every time. Changing
/// operations are numbered from 1; a test runs its workload once to count them and then once for each fault.
/// </summary>
public sealed class SimulatedFileSystem : IFileSystem
{
    private readonly Dictionary<string, SimulatedDirectory> _directories = new(StringComparer.Ordinal)
    {
        ["/"] = new SimulatedDirectory { IsDurable = true },
    };

    private readonly HashSet<string> _locks = [];
    private bool _dead;

    internal Lock Gate { get; } = new();

    /// <summary>Changing operations so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The power goes at this operation; 0 never. A write at that moment is torn after <see cref="TornBytes"/>.</summary>
    public long CrashAt { get; set; }

    /// <summary>How many bytes of the write at the power cut still go through.</summary>
    public int TornBytes { get; set; }

    /// <summary>This operation throws an <see cref="IOException"/>; 0 none. A write puts <see cref="TornBytes"/> first, as a full disk does.</summary>
    public long FailAt { get; set; }

    /// <summary>The write of this number lands <see cref="MisdirectBytes"/> further on in its file, as on a disk with a bad cable; 0 none.</summary>
    public long MisdirectAt { get; set; }

    /// <summary>How far a misdirected write goes astray; below zero towards the start.</summary>
    public int MisdirectBytes { get; set; } = 512;

    /// <summary>Writes so far.</summary>
    public long Writes { get; private set; }

    /// <summary>Bytes of these.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Where a write really lands.</summary>
    internal long OffsetOfWrite(long offset) => ++Writes == MisdirectAt ? Math.Max(0, offset + MisdirectBytes) : offset;

    /// <summary>Only operations of this kind are counted for <see cref="FailAt"/>; null for all.</summary>
    public SimulatedOperation? FailKind { get; set; }

    /// <summary>Operations of <see cref="FailKind"/> so far.</summary>
    public long OperationsOfKind { get; private set; }

    /// <summary>What <see cref="FreeBytes"/> says.</summary>
    public long Free { get; set; } = long.MaxValue;

    /// <summary>The disk after a power cut now. This one is dead afterwards.</summary>
    public SimulatedFileSystem AfterCrash(SurvivingWrites surviving, int seed)
    {
        lock (Gate)
        {
            _dead = true;
            var random = new Random(seed);
            var after = new SimulatedFileSystem();
            foreach (var (path, directory) in _directories.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                var parentSurvives = path == "/" || after._directories.ContainsKey(ParentOf(path));
                if (parentSurvives && (directory.IsDurable || surviving == SurvivingWrites.All))
                {
                    after._directories[path] = directory.AfterCrash(surviving, random);
                }
            }

            return after;
        }
    }

    /// <summary>Flips one bit of a file, on the disk and in the cache.</summary>
    public void FlipBit(string path, long offset, int bit)
    {
        lock (Gate)
        {
            Find(path).FlipBit(offset, bit);
        }
    }

    /// <summary>The bytes that the process sees.</summary>
    public byte[] ReadAll(string path)
    {
        lock (Gate)
        {
            return Find(path).Content.ToArray();
        }
    }

    /// <inheritdoc/>
    public IFile Create(string path)
    {
        lock (Gate)
        {
            Before(SimulatedOperation.Create, path);
            var directory = DirectoryOf(path);
            var name = Path.GetFileName(path);
            if (directory.Entries.ContainsKey(name))
            {
                throw new IOException($"{path} exists");
            }

            var inode = new SimulatedInode();
            directory.Change(entries => entries[name] = inode);
            return new SimulatedFile(this, inode, path, writable: true);
        }
    }

    /// <inheritdoc/>
    public IFile OpenRead(string path) => Open(path, writable: false);

    /// <inheritdoc/>
    public IFile OpenWrite(string path) => Open(path, writable: true);

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        lock (Gate)
        {
            return _directories.TryGetValue(ParentOf(path), out var directory) && directory.Entries.ContainsKey(Path.GetFileName(path));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (Gate)
        {
            CheckAlive();
            return [.. DirectoryAt(directory).Entries.Keys];
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string directory)
    {
        lock (Gate)
        {
            if (_directories.ContainsKey(directory))
            {
                return;
            }

            if (!_directories.ContainsKey(ParentOf(directory)))
            {
                CreateDirectory(ParentOf(directory));
                _directories[ParentOf(directory)].IsDurable = true;
            }

            Before(SimulatedOperation.CreateDirectory, directory);
            _directories[directory] = new SimulatedDirectory();
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (Gate)
        {
            Before(SimulatedOperation.Delete, path);
            var name = Path.GetFileName(path);
            DirectoryOf(path).Change(entries => entries.Remove(name));
        }
    }

    /// <inheritdoc/>
    public void Replace(string source, string target)
    {
        lock (Gate)
        {
            Before(SimulatedOperation.Replace, target);
            var inode = Find(source);
            var (from, to) = (Path.GetFileName(source), Path.GetFileName(target));
            DirectoryOf(source).Change(entries =>
            {
                entries.Remove(from);
                entries[to] = inode;
            });
        }
    }

    /// <inheritdoc/>
    public void FlushDirectory(string directory)
    {
        lock (Gate)
        {
            Before(SimulatedOperation.FlushDirectory, directory);
            DirectoryAt(directory).Flush();
            foreach (var (path, child) in _directories)
            {
                child.IsDurable |= path != "/" && ParentOf(path) == directory;
            }
        }
    }

    /// <inheritdoc/>
    public long FreeBytes(string directory) => Free;

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        lock (Gate)
        {
            return _locks.Add(path) ? new Held(this, path) : throw new IOException($"{path} is held by another process");
        }
    }

    internal void CheckAlive()
    {
        if (_dead)
        {
            throw new SimulatedCrashException();
        }
    }

    internal void Before(SimulatedOperation operation, string path)
    {
        Count(operation);
        if (Operations == CrashAt)
        {
            _dead = true;
            throw new SimulatedCrashException();
        }

        if (IsFailing(operation))
        {
            throw Failure(path);
        }
    }

    /// <summary>How many bytes of a write go through.</summary>
    internal int BeforeWrite(string path, int length)
    {
        _ = path;
        Count(SimulatedOperation.Write);
        BytesWritten += length;
        return Operations == CrashAt || IsFailing(SimulatedOperation.Write) ? Math.Min(TornBytes, Math.Max(0, length - 1)) : length;
    }

    internal void AfterTornWrite(bool torn, string path)
    {
        if (Operations == CrashAt)
        {
            _dead = true;
            throw new SimulatedCrashException();
        }

        if (torn)
        {
            throw Failure(path);
        }
    }

    private static IOException Failure(string path) => new($"{path}: simulated input/output error");

    private void Count(SimulatedOperation operation)
    {
        CheckAlive();
        Operations++;
        OperationsOfKind += operation == FailKind ? 1 : 0;
    }

    private bool IsFailing(SimulatedOperation operation) =>
        FailKind is null ? Operations == FailAt : operation == FailKind && OperationsOfKind == FailAt;

    private static string ParentOf(string path) => Path.GetDirectoryName(path) ?? "/";

    private SimulatedDirectory DirectoryAt(string directory) =>
        _directories.TryGetValue(directory, out var found) ? found : throw new DirectoryNotFoundException(directory);

    private SimulatedDirectory DirectoryOf(string path) => DirectoryAt(ParentOf(path));

    private SimulatedInode Find(string path)
    {
        CheckAlive();
        return DirectoryOf(path).Entries.TryGetValue(Path.GetFileName(path), out var inode) ? inode : throw new FileNotFoundException(path);
    }

    private SimulatedFile Open(string path, bool writable)
    {
        lock (Gate)
        {
            return new SimulatedFile(this, Find(path), path, writable);
        }
    }

    private sealed class Held(SimulatedFileSystem system, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (system.Gate)
            {
                system._locks.Remove(path);
            }
        }
    }
}
