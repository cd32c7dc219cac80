using System.Net;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

public sealed class RefusalReportTests
{
    private readonly RecordingLogger _logger = new();
    private readonly SteppedClock _clock = new();
    private readonly RefusalCounters _counters = new();

    [Fact]
    public void Refused_AThousandWithinAMinute_CountsAllAndLogsOne()
    {
        var report = new RefusalReport(_counters, _clock, _logger);
        for (var i = 0; i < 1000; i++)
        {
            report.Refused(RefusalReason.Malformed, new IPEndPoint(IPAddress.Loopback, i), "tcp", "garbage");
        }

        report.Refused(RefusalReason.BadCertificate, null, "quic", "none");
        Assert.Equal(1000, _counters.Of(RefusalReason.Malformed));
        Assert.Equal(2, _logger.Lines.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        report.Refused(RefusalReason.Malformed, null, "tcp", "garbage");

        Assert.Contains("1001 so far", _logger.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Faulted_TwiceWithinAMinute_CountsBothAndLogsOneError()
    {
        var report = new RefusalReport(_counters, _clock, _logger);

        report.Faulted(null, "tcp", new InvalidOperationException("first"));
        report.Faulted(null, "tcp", new InvalidOperationException("second"));

        Assert.Equal(2, _counters.Of(RefusalReason.Malformed));
        Assert.StartsWith("Error: ", Assert.Single(_logger.Lines), StringComparison.Ordinal);
    }
}
