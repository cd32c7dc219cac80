using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Stratum.Archive.Tests;

public sealed class ObservationFileVerifierTests(ITestOutputHelper output)
{
    [Fact]
    public async Task VerifyAsync_Export_EveryLineIsRight()
    {
        var report = await SampleFile.Verify(SampleFile.Export(3));
        Assert.Equal((3, 3, 3, 0), (report.Lines, report.Observations, report.LineHashes, report.Failures));
        Assert.True(report.IsSuccess);
    }

    [Fact]
    public async Task VerifyAsync_AnyByteOfAThreeLineExportChanged_IsFound()
    {
        var file = SampleFile.Export(3);
        for (var at = 0; at < file.Length; at++)
        {
            var right = file[at];
            byte[] substitutes = [(byte)(right ^ 0x20), (byte)(right ^ 1), (byte)'\n', (byte)'\\'];
            foreach (var substitute in substitutes.Where(value => value != right))
            {
                file[at] = substitute;
                var report = await SampleFile.Verify(file);
                Assert.False(report.IsSuccess, $"byte {at} ('{(char)right}') became 0x{substitute:x2}");
                Assert.NotEmpty(report.FirstFailures);
            }

            file[at] = right;
        }
    }

    [Fact]
    public async Task VerifyAsync_LineFeedsOfAThreeLineExportReplacedByEveryOtherByte_IsFound()
    {
        var file = SampleFile.Export(3);
        foreach (var at in Enumerable.Range(0, file.Length).Where(at => file[at] == '\n').ToArray())
        {
            for (var substitute = 0; substitute < 256; substitute++)
            {
                file[at] = (byte)substitute;
                Assert.Equal(substitute == '\n', (await SampleFile.Verify(file)).IsSuccess);
            }

            file[at] = (byte)'\n';
        }
    }

    [Fact]
    public async Task VerifyAsync_EmptyFile_HasNoObservationAndIsNoSuccess()
    {
        var report = await SampleFile.Verify([]);
        Assert.Equal((0, 0, 0), (report.Lines, report.Observations, report.Failures));
        Assert.False(report.IsSuccess);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData(" \t\n")]
    [InlineData("\r\n")]
    [InlineData(" ")]
    public async Task VerifyAsync_BlankLine_IsAFailureWithItsNumber(string blank)
    {
        var report = await SampleFile.Verify([.. SampleFile.Export(2), .. Encoding.UTF8.GetBytes(blank)]);
        Assert.Equal((3, 2), (report.Lines, report.Observations));
        Assert.Equal(new LineFailure(3, "", "is blank"), Assert.Single(report.FirstFailures));
    }

    [Fact]
    public async Task VerifyAsync_OneWrongLineAmongRightOnes_IsNamedAndTheRestCounted()
    {
        var lines = Encoding.UTF8.GetString(SampleFile.Export(3)).Split('\n');
        lines[1] = lines[1].Replace("\"value\":20.125", "\"value\":20.25", StringComparison.Ordinal);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines));

        var report = await SampleFile.Verify(text);
        var signatures = await SampleFile.Verify(text, signaturesOnly: true);

        Assert.Equal((2, 1), (report.Observations, report.Failures));
        Assert.Equal((2, "line_sha256"), (report.FirstFailures[0].LineNumber, report.FirstFailures[0].Field));
        Assert.Equal((2, "signature"), (signatures.FirstFailures[0].LineNumber, signatures.FirstFailures[0].Field));
    }

    [Fact]
    public async Task VerifyAsync_LastLineWithoutLineFeed_IsWrongOnlyWithALineHash()
    {
        var file = SampleFile.Export(1)[..^1];
        var text = Encoding.UTF8.GetString(file);
        var bare = text[..text.IndexOf(",\"line_sha256\"", StringComparison.Ordinal)] + "}";

        Assert.False((await SampleFile.Verify(file)).IsSuccess);
        Assert.True((await SampleFile.Verify(file, signaturesOnly: true)).IsSuccess);
        var report = await SampleFile.Verify(Encoding.UTF8.GetBytes(bare));
        Assert.True(report.IsSuccess);
        Assert.Equal(0, report.LineHashes);
    }

    [Fact]
    public async Task VerifyAsync_LineAtTheBoundAndOneByteMore_OnlyTheLongOneIsRefused()
    {
        var text = Encoding.UTF8.GetString(SampleFile.Export(1));
        var bare = text[..text.IndexOf(",\"line_sha256\"", StringComparison.Ordinal)] + "}";
        var atBound = bare + new string(' ', ObservationFileVerifier.LineBytesMax - Encoding.UTF8.GetByteCount(bare));

        var report = await SampleFile.Verify(Encoding.UTF8.GetBytes($"{atBound}\n{atBound} \n{bare}\n"));

        Assert.Equal((3, 2, 1), (report.Lines, report.Observations, report.Failures));
        Assert.Equal(2, report.FirstFailures[0].LineNumber);
        Assert.Contains("262144", report.FirstFailures[0].Reason);
    }

    [Fact]
    public async Task VerifyAsync_MoreFailuresThanAreKept_CountsThemAll()
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", ObservationFileVerifier.FailuresKept + 1)));
        var report = await SampleFile.Verify(file);
        Assert.Equal(ObservationFileVerifier.FailuresKept + 1, report.Failures);
        Assert.Equal(ObservationFileVerifier.FailuresKept, report.FirstFailures.Count);
    }

    [Fact]
    public async Task VerifyAsync_FutureVersion_IsAFailureThatNamesIt()
    {
        var text = Encoding.UTF8.GetString(SampleFile.Export(1))
            .Replace("\"signing_payload_version\":1", "\"signing_payload_version\":2", StringComparison.Ordinal);
        var report = await SampleFile.Verify(Encoding.UTF8.GetBytes(text), signaturesOnly: true);
        Assert.Equal("signing_payload_version", Assert.Single(report.FirstFailures).Field);
    }

    [Fact]
    public async Task VerifyAsync_Progress_EndsWithTheLengthOfTheFile()
    {
        var file = SampleFile.Export(2_500);
        var told = new List<long>();
        var started = Stopwatch.GetTimestamp();
        using var stream = new MemoryStream(file);

        var report = await ObservationFileVerifier.VerifyAsync(stream, false, told.Add, CancellationToken.None);

        output.WriteLine($"{report.Observations / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} observations/s");
        Assert.Equal(2_500, report.Observations);
        Assert.Equal(told.Order(), told);
        Assert.Equal(file.Length, told[^1]);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public async Task VerifyAsync_Cancelled_Throws()
    {
        using var stream = new MemoryStream(SampleFile.Export(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ObservationFileVerifier.VerifyAsync(stream, false, null, new CancellationToken(canceled: true)));
    }
}
