using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>
/// Two million rows in both: 950 series at 25 minutes and one at 30 seconds, in order of time, 35 days. Write amplification while they are
/// filled, then durable appends of 100 rows and the scan of the long series, each in turns with SQLite.
/// </summary>
internal static class SpeedBenchmark
{
    private const int Ticks = 2000;
    private const int TickSeconds = 1500;
    private const int SlowSeries = 950;
    private const int FastInterval = 30;
    private const int Batch = 100;
    private const int Rounds = 5;
    private const int BatchesPerRound = 60;
    private const int Scans = 7;

    public static async Task RunAsync(string directory, List<Figure> figures, List<string> notes)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "store");
        var source = new SyntheticRows(20261121);
        var series = source.MakeSeries(SlowSeries + 1);
        var files = new CountingFileSystem(PhysicalFileSystem.Instance);
        using var sqlite = Sqlite.IsPresent ? new SqliteRows(Path.Combine(directory, "sqlite.db")) : null;
        var clock = new ReplayClock();
        var store = BenchmarkStore.Open(path, files, time: clock);
        await FillAsync(store, sqlite, source, series, clock);
        await store.DisposeAsync();
        store = BenchmarkStore.Open(path, files);
        var days = (int)(((long)Ticks * TickSeconds) + 86_399) / 86_400;
        await BenchmarkStore.MergedAsync(store, days);
        await store.DisposeAsync();
        AddAmplification(path, files, figures, notes);
        await using (store = BenchmarkStore.Open(path))
        {
            await AppendAsync(store, sqlite, source, series, directory, figures);
            Scan(store, sqlite, series[^1], figures);
        }
    }

    private static async Task FillAsync(ObservationStore store, SqliteRows? sqlite, SyntheticRows source, Series[] series, ReplayClock clock)
    {
        sqlite?.SetDurable(false);
        var pending = new Queue<Task>();
        for (var tick = 0; tick < Ticks; tick++)
        {
            var rows = new List<NewObservation>(SlowSeries + (TickSeconds / FastInterval));
            var start = SyntheticRows.Start + ((long)tick * TickSeconds);
            clock.MoveTo(start + TickSeconds);
            for (var at = 0; at < SlowSeries; at++)
            {
                rows.Add(source.Next(series[at], start + (at % 60)));
            }

            for (var second = 0; second < TickSeconds; second += FastInterval)
            {
                rows.Add(source.Next(series[^1], start + second));
            }

            pending.Enqueue(store.AppendAsync(rows, CancellationToken.None).AsTask());
            if (pending.Count > 4)
            {
                await pending.Dequeue();
            }

            sqlite?.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        }

        await Task.WhenAll(pending);
        sqlite?.SetDurable(true);
    }

    private static void AddAmplification(string path, CountingFileSystem files, List<Figure> figures, List<string> notes)
    {
        var written = files.BytesWritten;
        using var inspection = StoreInspection.Open(path, PhysicalFileSystem.Instance);
        var facts = inspection.Facts();
        figures.Add(new Figure("bytes passed to write() / final table bytes", written / (double)facts.TableBytes, "", 3.6, Remark: string.Create(
            CultureInfo.InvariantCulture,
            $"{written / 1e6:0} MB written, {facts.TableBytes / 1e6:0} MB in {facts.Tables} tables, "
            + $"{facts.TableBytes / (double)facts.Observations:0.0} B an observation")));
        notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Synthetic stations: {facts.Observations:N0} rows of {facts.Series} series in {facts.Partitions.Count} days; "
            + $"blocks of {facts.Observations / (double)facts.Blocks:0} rows."));
    }

    private static async Task AppendAsync(
        ObservationStore store, SqliteRows? sqlite, SyntheticRows source, Series[] series, string directory, List<Figure> figures)
    {
        var ours = new List<double>();
        var theirs = new List<double>();
        var fsyncs = new List<double>();
        var timestamp = SyntheticRows.Start + ((long)Ticks * TickSeconds);
        using var probe = File.OpenHandle(Path.Combine(directory, "fsync"), FileMode.Create, FileAccess.Write);
        var probeBytes = RandomNumberGenerator.GetBytes(12_000);
        long probed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var batches = new NewObservation[BatchesPerRound][];
            for (var at = 0; at < batches.Length; at++)
            {
                timestamp += 60;
                batches[at] = [.. Enumerable.Range(0, Batch).Select(row => source.Next(series[((at * Batch) + row) % SlowSeries], timestamp))];
            }

            foreach (var batch in batches)
            {
                var started = Stopwatch.GetTimestamp();
                await store.AppendAsync(batch, CancellationToken.None);
                ours.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            foreach (var batch in sqlite is null ? [] : batches)
            {
                var started = Stopwatch.GetTimestamp();
                sqlite!.Append(batch);
                theirs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            for (var at = 0; at < BatchesPerRound; at++)
            {
                var started = Stopwatch.GetTimestamp();
                RandomAccess.Write(probe, probeBytes, probed);
                RandomAccess.FlushToDisk(probe);
                probed += probeBytes.Length;
                fsyncs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        var remark = string.Create(
            CultureInfo.InvariantCulture,
            $"{ours.Average():0.00} ms a batch, SQLite {(theirs.Count > 0 ? theirs.Average() : double.NaN):0.00} ms, "
            + $"write + fsync of 12 kB alone {fsyncs.Average():0.00} ms");
        if (sqlite is not null)
        {
            figures.Add(new Figure("append, batches of 100, durable, into 2 M rows", theirs.Average() / ours.Average(), "x SQLite", 5, AtLeast: true, remark));
        }

        figures.Add(new Figure("append, batches of 100, durable", Batch * 1000 / ours.Average(), "rows/s", Remark: remark));
        figures.Add(new Figure("append above the fsync alone", ours.Average() - fsyncs.Average(), "ms a batch"));
    }

    private static void Scan(ObservationStore store, SqliteRows? sqlite, Series series, List<Figure> figures)
    {
        var (from, to) = (SyntheticRows.Start, SyntheticRows.Start + ((long)Ticks * TickSeconds));
        var (ours, theirs) = (double.MaxValue, double.MaxValue);
        (int Count, double Sum) found = default, expected = default;
        for (var round = 0; round < Scans; round++)
        {
            var started = Stopwatch.GetTimestamp();
            found = Sum(store.ReadValues(series, from, to));
            ours = Math.Min(ours, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (sqlite is not null)
            {
                started = Stopwatch.GetTimestamp();
                expected = sqlite.Scan(series, from, to);
                theirs = Math.Min(theirs, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        if (sqlite is not null)
        {
            if (found != expected)
            {
                throw new InvalidOperationException($"the scans differ: {found} and SQLite's {expected}");
            }

            figures.Add(new Figure("range scan of one series, 100k rows (timestamp, value)", theirs / ours, "x SQLite", 10, AtLeast: true, string.Create(
                CultureInfo.InvariantCulture, $"{found.Count:N0} rows in {ours:0.00} ms, SQLite {theirs:0.0} ms; best of {Scans}")));
        }

        figures.Add(new Figure("range scan of one series", ours * 1e6 / found.Count, "ns a row"));
    }

    private static (int Count, double Sum) Sum(IEnumerable<SeriesValues> parts)
    {
        var (count, sum) = (0, 0.0);
        foreach (var part in parts)
        {
            var timestamps = part.Timestamps.Span;
            var values = part.Values.Span;
            for (var at = 0; at < timestamps.Length; at++)
            {
                sum += timestamps[at] + values[at];
            }

            count += timestamps.Length;
        }

        return (count, sum);
    }
}
