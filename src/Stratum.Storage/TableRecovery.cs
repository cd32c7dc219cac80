using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Opens the tables that the manifest names. A damaged table goes to quarantine. Where the manifest itself is damaged or cut, every
/// whole table in the directory is taken: the store is a set, so that a table too much changes no answer.
/// </summary>
internal sealed class TableRecovery(IFileSystem files, StorePaths paths, SeriesCatalogue catalogue, DamageLog damage)
{
    private readonly HashSet<long> _damagedDays = [];
    private readonly Dictionary<long, long> _lastArrivals = [];
    private readonly HashSet<string> _kept = [];
    private readonly HashSet<long> _overlappingDays = [];

    public List<TableHandle> Handles { get; } = [];

    public ulong NextManifest { get; private set; }

    public long LastArrival { get; private set; }

    public bool FoundDamage { get; private set; }

    /// <summary>Days with a table that an edit cut off by a crash would have added or removed: their tables may hold the same rows.</summary>
    public IReadOnlySet<long> OverlappingDays => _overlappingDays;

    /// <summary>A table of the day is gone, so that rows of it count only where they are found.</summary>
    public bool IsDamaged(long day) => _damagedDays.Contains(day);

    /// <summary>The highest arrival number in the day's tables; 0 without tables.</summary>
    public long LastArrivalOf(long day) => _lastArrivals.GetValueOrDefault(day);

    public ManifestState Run()
    {
        var manifest = ManifestReader.Read(files, paths.Root);
        NextManifest = manifest.HighestNumber + 1;
        foreach (var found in manifest.Damage)
        {
            FoundDamage = true;
            damage.Report(found);
        }

        // Without every edit the list of tables is the directory's.
        var isListed = manifest is { State: not null, IsWhole: true };
        var state = manifest.State ?? new ManifestState();
        var named = state.Tables.ToDictionary(static table => table.FileName);
        var removed = new List<TableRecord>();
        foreach (var name in files.ListFiles(paths.Tables).Order(StringComparer.Ordinal))
        {
            // A manifest that is whole to its end knows every table; others are leftovers of an unfinished flush.
            if (named.Remove(name))
            {
                Open(name, state, removed);
                if (!isListed && TableFormat.TryParseFileName(name, out var listed))
                {
                    _overlappingDays.Add(listed.Day);
                }
            }
            else if (!(isListed && manifest.IsComplete) && TableFormat.TryParseFileName(name, out var unnamed))
            {
                Open(name, state, removed);
                _overlappingDays.Add(unnamed.Day);
            }
        }

        foreach (var missing in named.Values)
        {
            if (isListed)
            {
                Lose(missing, new TableDamageException(paths.Table(missing), 0, "the manifest names it, but it is missing"), removed);
            }
            else
            {
                removed.Add(missing);
            }
        }

        if (manifest.State is null && manifest.Damage.Count == 0 && Handles.Count > 0)
        {
            FoundDamage = true;
            damage.Report(new ManifestDamageException(Path.Combine(paths.Root, ManifestFormat.Current), 0, "there are tables, but no manifest"));
        }

        if (!isListed)
        {
            // Any of them may hold what another holds, too: each day is merged, but not before the start is done.
            _damagedDays.UnionWith(_overlappingDays);
            _overlappingDays.Clear();
        }

        MarkNeighboursOfLost();
        Adopt(state, removed);
        return state;
    }

    /// <summary>Removes manifests and tables that nothing names, once the new manifest is durable.</summary>
    public void RemoveLeftovers(string currentManifest)
    {
        foreach (var name in files.ListFiles(paths.Root))
        {
            if ((ManifestFormat.TryParseFileName(name, out _) && name != currentManifest) || name == ManifestFormat.CurrentTemporary)
            {
                files.Delete(Path.Combine(paths.Root, name));
            }
        }

        foreach (var name in files.ListFiles(paths.Tables))
        {
            if (!_kept.Contains(name))
            {
                files.Delete(Path.Combine(paths.Tables, name));
            }
        }
    }

    /// <summary>What a lost table held may stand as a replaced signature in another one of its day, whose sums do not count it.</summary>
    private void MarkNeighboursOfLost()
    {
        foreach (var handle in Handles)
        {
            if (IsDamaged(handle.Reader.Footer.Day))
            {
                handle.Reader.MarkDamaged();
            }
        }
    }

    private void Open(string name, ManifestState state, List<TableRecord> removed)
    {
        var path = Path.Combine(paths.Tables, name);
        try
        {
            var reader = TableReader.Open(files, path);
            if (reader.Footer.Day < UtcDay.Of(state.RetentionFloor))
            {
                reader.Dispose();
                removed.Add(new TableRecord(reader.Footer.FileNumber, reader.Footer.Day));
                return;
            }

            foreach (var block in reader.Blocks)
            {
                if (catalogue.Find(block.SeriesId) is null)
                {
                    DefineSeries(reader);
                    break;
                }
            }

            _kept.Add(name);
            Handles.Add(new TableHandle(reader, files));
            Report(reader);
        }
        catch (TableDamageException exception)
        {
            Quarantine.Keep(files, paths, path);
            Lose(TableFormat.TryParseFileName(name, out var table) ? table : default, exception, removed);
        }
    }

    // It is read all the same, and written anew as soon as may be.
    private void Report(TableReader reader)
    {
        foreach (var flaw in reader.Flaws)
        {
            FoundDamage = true;
            _damagedDays.Add(reader.Footer.Day);
            damage.Report(flaw);
        }
    }

    private void DefineSeries(TableReader reader)
    {
        try
        {
            foreach (var (id, series) in reader.ReadSeries())
            {
                catalogue.Define(id, series);
            }
        }
        catch (TableDamageException exception)
        {
            // Other tables and the log may define them, too.
            reader.AddFlaw(exception);
        }
    }

    private void Lose(TableRecord table, TableDamageException exception, List<TableRecord> removed)
    {
        FoundDamage = true;
        _damagedDays.Add(table.Day);
        removed.Add(table);
        damage.Report(exception);
    }

    private void Adopt(ManifestState state, List<TableRecord> removed)
    {
        var added = new List<TableRecord>();
        long floor = 0;
        ulong nextFile = 1;
        foreach (var handle in Handles)
        {
            var footer = handle.Reader.Footer;
            added.Add(new TableRecord(footer.FileNumber, footer.Day));
            floor = Math.Max(floor, footer.RetentionFloor);
            nextFile = Math.Max(nextFile, footer.FileNumber + 1);
            LastArrival = Math.Max(LastArrival, footer.MaxArrival);
            _lastArrivals[footer.Day] = Math.Max(LastArrivalOf(footer.Day), footer.MaxArrival);
        }

        foreach (var table in removed)
        {
            nextFile = Math.Max(nextFile, table.Number + 1);
        }

        // Also past leftovers that are about to be removed: a crash may leave their names.
        foreach (var name in files.ListFiles(paths.Tables))
        {
            nextFile = TableFormat.TryParseFileName(name, out var table) ? Math.Max(nextFile, table.Number + 1) : nextFile;
        }

        state.Apply(new ManifestEdit
        {
            Added = added,
            Removed = removed,
            RetentionFloor = floor,
            UnknownFloor = 0,
            NextFile = nextFile,
            NextSeriesId = catalogue.NextId,
            NextSegment = 1,
            LastArrival = LastArrival,
            BytesWritten = 0,
        });
    }
}
