using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Opens the tables that the manifest names. A damaged table goes to quarantine. Where the manifest itself is damaged or cut, every
/// whole table in the directory is taken: the store is a set, so that a table too much changes no answer.
/// </summary>
internal sealed class TableRecovery(IFileSystem files, StorePaths paths, SeriesCatalogue catalogue, DamageLog damage)
{
    private readonly HashSet<TableRecord> _damaged = [];
    private readonly Dictionary<long, long> _lastArrivals = [];
    private readonly HashSet<string> _kept = [];
    private readonly HashSet<TableRecord> _unnamed = [];

    public List<TableHandle> Handles { get; } = [];

    public ulong NextManifest { get; private set; }

    public long LastArrival { get; private set; }

    public bool FoundDamage { get; private set; }

    /// <summary>Tables that an edit cut off by a crash would have added or removed: others of their days may hold the same rows.</summary>
    public IReadOnlySet<TableRecord> Unnamed => _unnamed;

    /// <summary>A table of the day is gone, so that rows of it count only where they are found.</summary>
    public bool IsDamaged(long day) => _damaged.Count > 0 && _damaged.Any(table => table.Covers(day));

    /// <summary>The highest arrival number in the tables that may hold rows of the day; 0 without tables.</summary>
    public long LastArrivalOf(long day)
    {
        if (!_lastArrivals.TryGetValue(day, out var last))
        {
            foreach (var handle in Handles)
            {
                last = handle.Reader.Record.Covers(day) ? Math.Max(last, handle.Reader.Footer.MaxArrival) : last;
            }

            _lastArrivals[day] = last;
        }

        return last;
    }

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
                Open(name, removed);
            }
            else if (!(isListed && manifest.IsComplete) && TableFormat.TryParseFileName(name, out var unnamed))
            {
                Open(name, removed);
                _unnamed.Add(unnamed);
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
            // Any of them may hold what another holds, too: they are merged, but not before the start is done.
            _unnamed.Clear();
            MarkOverlapping();
        }

        MarkNeighboursOfLost();
        Adopt(state, removed, isListed);
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

    private void MarkOverlapping()
    {
        foreach (var handle in Handles)
        {
            if (Handles.Exists(other => other != handle && other.Reader.Record.Overlaps(handle.Reader.Record)))
            {
                handle.Reader.MarkDamaged();
            }
        }
    }

    /// <summary>What a lost table held may stand as a replaced signature in another one of its days, whose sums do not count it.</summary>
    private void MarkNeighboursOfLost()
    {
        foreach (var handle in Handles)
        {
            var record = handle.Reader.Record;
            if ((!record.IsKept || handle.Reader.Footer.Overrides > 0) && _damaged.Any(lost => lost.Overlaps(record)))
            {
                handle.Reader.MarkDamaged();
            }
        }
    }

    private void Open(string name, List<TableRecord> removed)
    {
        var path = Path.Combine(paths.Tables, name);
        try
        {
            var reader = TableReader.Open(files, path);
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
            _damaged.Add(reader.Record);
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
        _damaged.Add(table);
        removed.Add(table);
        damage.Report(exception);
    }

    private void Adopt(ManifestState state, List<TableRecord> removed, bool isListed)
    {
        var added = new List<TableRecord>();
        long floor = 0;
        ulong nextFile = 1;
        foreach (var handle in Handles)
        {
            var footer = handle.Reader.Footer;
            added.Add(handle.Reader.Record);
            // A manifest knows better: its floor may have come down since.
            floor = isListed ? 0 : Math.Max(floor, footer.RetentionFloor);
            nextFile = Math.Max(nextFile, footer.FileNumber + 1);
            LastArrival = Math.Max(LastArrival, footer.MaxArrival);
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
