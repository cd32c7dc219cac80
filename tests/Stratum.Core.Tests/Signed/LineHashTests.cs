using System.Text;

namespace Stratum.Core.Tests;

public sealed class LineHashTests
{
    [Fact]
    public void TryRead_AnyByteOfALineReplacedByAnyOther_IsFound()
    {
        using var key = Sample.Key();
        var line = Sample.Line(Sample.Signed(key));
        Assert.True(SignedObservationReader.TryRead(line, true, out _, out _));
        for (var at = 0; at < line.Length; at++)
        {
            var right = line[at];
            foreach (var substitute in Substitutes(right, at))
            {
                line[at] = substitute;
                Assert.False(SignedObservationReader.TryRead(line, true, out _, out _), $"byte {at} ({(char)right}) became 0x{substitute:x2}");
            }

            line[at] = right;
        }
    }

    [Fact]
    public void TryRead_AnyByteOfTheLineHashReplacedByEveryOther_IsFound()
    {
        using var key = Sample.Key();
        var line = Sample.Line(Sample.Signed(key));
        for (var at = line.Length - 90; at < line.Length; at++)
        {
            var right = line[at];
            for (var substitute = 0; substitute < 256; substitute++)
            {
                line[at] = (byte)substitute;
                Assert.True(SignedObservationReader.TryRead(line, true, out _, out _) == (substitute == right), $"byte {at} became 0x{substitute:x2}");
            }

            line[at] = right;
        }
    }

    [Fact]
    public void TryRead_LineHashKeyWithAnEscapeByOneByte_IsFound()
    {
        // "line_sha256" with its i replaced by a backslash is valid JSON: an escaped line feed.
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var altered = line.Replace("\"line_sha256\"", "\"l\\ne_sha256\"", StringComparison.Ordinal);
        Assert.False(SignedObservationReader.TryRead(Encoding.UTF8.GetBytes(altered), true, out _, out var error));
        Assert.Equal(ObservationJson.LineHashName, error.Field);
    }

    [Theory]
    [InlineData(" ", "")]
    [InlineData("", " ")]
    [InlineData("", "\r")]
    [InlineData("", "\n")]
    public void TryRead_WhiteSpaceAroundALineWithAHash_IsFound(string before, string after)
    {
        using var key = Sample.Key();
        byte[] line = [.. Encoding.ASCII.GetBytes(before), .. Sample.Line(Sample.Signed(key)), .. Encoding.ASCII.GetBytes(after)];
        Assert.False(SignedObservationReader.TryRead(line, true, out _, out _));
        Assert.True(SignedObservationReader.TryRead(line, false, out _, out _));
    }

    [Fact]
    public void TryRead_LineWithoutAHash_IsVerifiedByItsSignature()
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var bare = line[..line.IndexOf(",\"line_sha256\"", StringComparison.Ordinal)] + "}";
        Assert.True(SignedObservationReader.TryRead(Encoding.UTF8.GetBytes(bare), true, out _, out var error), error?.ToString());
    }

    [Fact]
    public void TryRead_LineHashNotLast_IsRefused()
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        Assert.False(SignedObservationReader.TryRead(Encoding.UTF8.GetBytes(line[..^1] + ",\"note\":1}"), true, out _, out var error));
        Assert.Equal(ObservationJson.LineHashName, error.Field);
    }

    // What a bit error, a case conversion, a transcoding or an editor makes of a byte, and one that changes with the position.
    private static IEnumerable<byte> Substitutes(byte right, int at) =>
        new[] { right ^ 0x20, right ^ 1, right ^ 0x80, ' ', '\n', '\\', '"', '0', '}', 0, at * 7 }
        .Select(substitute => (byte)substitute).Distinct().Where(substitute => substitute != right);
}
