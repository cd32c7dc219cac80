using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Post_EveryOutcome_IsCountedOnTheMeterOfThisNode()
    {
        await using var server = await IngestServer.StartAsync();
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == server.Meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var reason = "";
            foreach (var tag in tags)
            {
                reason = tag.Key == "reason" ? $"{{{tag.Value}}}" : reason;
            }

            sums.AddOrUpdate(instrument.Name + reason, value, (_, sum) => sum + value);
        });
        listener.Start();

        const string good = """{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1}""";
        const string unknown = """{"device_id":"d","colour":1}""";
        const string future = """{"device_id":"d","reading_type":"temperature","value":1,"signing_payload_version":2}""";
        await server.IngestAsync($"[{good},{good},{unknown},{future}]");
        server.Intake.State = IntakeState.Full;
        using var full = await server.PostAsync(good);

        Assert.Equal(1, sums["stratum_ingest_accepted_total"]);
        Assert.Equal(1, sums["stratum_ingest_duplicates_total"]);
        Assert.Equal(1, sums["stratum_ingest_rejected_total{unknown_field}"]);
        Assert.Equal(1, sums["stratum_ingest_rejected_total{future_version}"]);
        Assert.Equal(1, sums["stratum_ingest_requests_refused_total{full}"]);
        Assert.Equal((1, 1, 2), (server.Ingest.Status.Accepted, server.Ingest.Status.Duplicates, server.Ingest.Status.Rejected));
    }
}
