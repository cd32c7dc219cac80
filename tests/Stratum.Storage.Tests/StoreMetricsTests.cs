using System.Diagnostics.Metrics;
using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class StoreMetricsTests
{
    [Fact]
    public async Task Scrape_AfterAppendsFlushAndRestart_TellsWhatHappened()
    {
        using var meter = new Meter("test");
        using var listener = new MeterListener();
        var seen = new Dictionary<string, List<double>>();
        listener.InstrumentPublished = (instrument, all) => { if (instrument.Meter == meter) { all.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        await using var fixture = new StoreFixture
        {
            Options = new StoreOptions { Directory = StoreFixture.Directory, Meter = meter, MemtableBytes = 10 * 420, BlockRows = 4 },
        };
        for (var at = 0; at < 40; at += 2)
        {
            await fixture.AppendAsync(Make.Row(Make.Series("a"), Make.Midnight + at, at), Make.Row(Make.Series("b"), Make.Midnight + at, at));
        }

        listener.RecordObservableInstruments();

        Assert.Equal(20, seen["append.duration"].Count);
        Assert.Equal(seen["group.size"].Count, seen["fsync.duration"].Count);
        Assert.Equal(40, seen["group.size"].Sum());
        Assert.Equal(40, seen["observations"][^1]);
        Assert.Equal(2, seen["series"][^1]);
        Assert.Equal(fixture.Store.Status.Tables, seen["tables"][^1]);
        Assert.True(fixture.Store.Status.Tables > 0, "nothing was flushed");
        Assert.Equal(fixture.Store.Status.TableBytes, seen["size:tables"][^1]);
        Assert.Equal(0, seen["corruptions"][^1]);
        Assert.Equal(0, seen["quarantined"][^1]);
        Assert.True(seen.ContainsKey("recovery.duration") && seen.ContainsKey("merges") && seen.ContainsKey("places:hit"));
        var columns = seen.Keys.Where(static name => name.StartsWith("columns:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Enum.GetValues<TableColumn>().Length, columns.Length);
        await fixture.CloseAsync();
        using var inspection = StoreInspection.Open(StoreFixture.Directory, fixture.Files);
        Assert.True(inspection.Facts().Parts.Single(static part => part.Name == "signatures").Bytes >= seen["columns:signatures"][^1]);
        Assert.True(seen["columns:signatures"][^1] > 0 && seen["columns:signatures"][^1] % Signature.Size == 0);

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name["stratum.store.".Length..] + (tags.Length > 0 ? ":" + tags[0].Value : "");
            if (!seen.TryGetValue(name, out var values))
            {
                seen.Add(name, values = []);
            }

            values.Add(value);
        }
    }
}
