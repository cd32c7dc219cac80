using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;

namespace Stratum.Api.Tests;

public class MetricsTests
{
    [Fact]
    public void Write_EveryInstrument_IsPrometheusText()
    {
        using var meter = new Meter("stratum");
        using var exporter = new PrometheusExporter(meter);
        using var other = new Meter("stratum");
        other.CreateCounter<long>("stratum.of_another_node").Add(1);
        var rejected = meter.CreateCounter<long>("stratum.rejected", description: "Refused\nobservations.");
        rejected.Add(1, new KeyValuePair<string, object?>("reason", "future_version"));
        rejected.Add(2, new KeyValuePair<string, object?>("reason", "future_version"));
        rejected.Add(5, new KeyValuePair<string, object?>("reason", "a \"b\" \\ \n"));
        meter.CreateUpDownCounter<int>("stratum.links").Add(-2);
        meter.CreateObservableGauge("stratum.wal", () => 12L, "By");
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] };
        var duration = meter.CreateHistogram<double>("stratum.append.duration", "s", advice: advice);
        duration.Record(0.05);
        duration.Record(0.5);
        duration.Record(7);

        var expected = """
            # TYPE stratum_append_duration_seconds histogram
            stratum_append_duration_seconds_bucket{le="0.1"} 1
            stratum_append_duration_seconds_bucket{le="1"} 2
            stratum_append_duration_seconds_bucket{le="+Inf"} 3
            stratum_append_duration_seconds_sum 7.55
            stratum_append_duration_seconds_count 3
            # TYPE stratum_links gauge
            stratum_links -2
            # HELP stratum_rejected_total Refused\nobservations.
            # TYPE stratum_rejected_total counter
            stratum_rejected_total{reason="future_version"} 3
            stratum_rejected_total{reason="a \"b\" \\ \n"} 5
            # TYPE stratum_wal_bytes gauge
            stratum_wal_bytes 12

            """;
        Assert.Equal(expected, Text(exporter));
        Assert.Equal(expected, Text(exporter));
    }

    [Fact]
    public void Record_MoreLabelSetsThanTheLimit_IsBoundedAndSaid()
    {
        using var meter = new Meter("stratum");
        using var exporter = new PrometheusExporter(meter);
        var counter = meter.CreateCounter<long>("stratum.things_total");
        for (var i = 0; i < 501; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("peer", i));
        }

        var lines = Text(exporter).Split('\n');
        Assert.Equal(500, lines.Count(line => line.StartsWith("stratum_things_total{", StringComparison.Ordinal)));
        Assert.Contains("# 1 measurements in further label sets were left out", lines);
    }

    [Fact]
    public async Task Metrics_OverHttp_HasProcessGaugesAndRequestsByRoute()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync("/health");
        await host.JsonAsync("/nowhere/at/all", 404);
        using var response = await host.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains("stratum_uptime_seconds 60", lines);
        Assert.Contains(
            lines,
            line => line.StartsWith("stratum_process_resident_bytes ", StringComparison.Ordinal) && long.Parse(line.Split(' ')[1]) > 1_000_000);
        Assert.Contains("stratum_api_requests_total{route=\"/health\",status=\"200\"} 1", lines);
        Assert.Contains("stratum_api_requests_total{route=\"/{**path}\",status=\"404\"} 1", lines);
        Assert.Contains("stratum_api_streams 0", lines);
        Assert.All(lines.Where(line => line.Length > 0 && line[0] != '#'), line => Assert.StartsWith("stratum_", line, StringComparison.Ordinal));
    }

    private static string Text(PrometheusExporter exporter)
    {
        var output = new ArrayBufferWriter<byte>();
        exporter.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
