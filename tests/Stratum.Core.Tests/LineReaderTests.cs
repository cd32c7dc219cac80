using System.Text;

namespace Stratum.Core.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a|" })]
    [InlineData("\n", new[] { "|" })]
    [InlineData("\n\na\r\nb", new[] { "|", "|", "a\r|", "b" })]
    public async Task ReadAsync_Text_GivesItsLines(string text, string[] expected)
    {
        foreach (var chunk in (int[])[1, 2, 100])
        {
            Assert.Equal(expected, await LinesOf(Encoding.UTF8.GetBytes(text), 10, chunk));
        }
    }

    [Fact]
    public async Task ReadAsync_LineAtTheBoundAndOneByteMore_OnlyTheLongOneIsSkipped()
    {
        var text = new string('a', 100_000) + "\n" + new string('b', 100_001) + "\nc\n" + new string('d', 100_001);
        foreach (var chunk in (int[])[7, 4096, 1_000_000])
        {
            var lines = await LinesOf(Encoding.UTF8.GetBytes(text), 100_000, chunk);
            Assert.Equal([new string('a', 100_000) + "|", "<too long>|", "c|", "<too long>"], lines);
        }
    }

    private static async Task<List<string>> LinesOf(byte[] bytes, int lineBytesMax, int chunk)
    {
        using var reader = new LineReader(new ChunkedStream(bytes, chunk), lineBytesMax);
        var lines = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            lines.Add((reader.IsTooLong ? "<too long>" : Encoding.UTF8.GetString(reader.Line.Span)) + (reader.IsEnded ? "|" : ""));
            Assert.Equal(lines.Count, reader.Number);
        }

        return lines;
    }

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
