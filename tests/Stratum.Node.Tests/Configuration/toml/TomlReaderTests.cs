using System.Text;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Tests.Configuration.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("a = ", 1, 5, "found the end of the file, expected a value")]
    [InlineData("a = 1\nb == 2", 2, 4, "found '=', expected a value")]
    [InlineData("a = 1 b = 2", 1, 7, "found 'b', expected the end of the line")]
    [InlineData("x = \"\u00E9\u00E9\" y", 1, 10, "expected the end of the line")]
    [InlineData("x = '\U0001F600' y", 1, 9, "expected the end of the line")]
    [InlineData("[a]\n\n[a]\n", 3, 2, "'a' is already defined at line 1; a table is defined once")]
    [InlineData("a = \"one\ntwo\"", 1, 5, "the string is not closed")]
    [InlineData("a = 2026-02-29", 1, 5, "'2026-02-29' is no value")]
    [InlineData("a = 9223372036854775808", 1, 5, "is out of range")]
    [InlineData("a = 1e400", 1, 5, "is out of range")]
    [InlineData("a = {b = 1,\n c = 2}", 1, 12, "found the end of the line, expected a key")]
    [InlineData("a = 1\rb = 2", 1, 6, "found control character U+000D")]
    [InlineData("a = \"\\e\"", 1, 6, "unknown escape")]
    public void Read_WrongText_NamesPlaceFoundAndExpected(string text, int line, int column, string problem)
    {
        var error = Assert.Throws<TomlException>(() => Read(text));

        Assert.Equal(new TomlPosition(line, column), error.Position);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a.b.c]\nz = 9\n[a]\nb.x = 1\n")]
    [InlineData("[fruit]\napple.color = 1\n[fruit.apple.taste]\nsweet = true\n")]
    [InlineData("a = 1979-05-27 07:32:00Z # blank between date and time\n")]
    [InlineData("a = 23:59:60")]
    [InlineData("\"\" = 1\n'a.b'.c = 2\n3.14 = 3")]
    [InlineData("a = \"\"\"\"\"two quotes\"\"\"\"\"")]
    public void Read_AllowedForm_IsTaken(string text) => Assert.NotEmpty(Read(text).Entries);

    [Theory]
    [InlineData("[a.b.c]\nz = 9\n[a]\nb.c.t = 1\n")]
    [InlineData("[a.b.c]\n[a]\nb.x = 1\n[a.b]\n")]
    [InlineData("[[a.b]]\n[a]\nb.y = 2\n")]
    [InlineData("a = [{b = 1}]\n[[a]]\n")]
    [InlineData("a = {b = {}}\n[a.b.c]\n")]
    [InlineData("a = {b.c = 1, b = 2}")]
    [InlineData("a = 2026-01-01T00:00")]
    [InlineData("a = 2026-01-01T00:00:00+24:00")]
    [InlineData("a = \"\"\"\"\"\"\"\"\"")]
    [InlineData("a = 0x_1")]
    [InlineData("a = +0x1")]
    [InlineData("a = 1__0")]
    [InlineData("a = -01")]
    public void Read_ForbiddenForm_IsRefused(string text) => Assert.Throws<TomlException>(() => Read(text));

    [Fact]
    public void Read_Positions_AreThoseOfKeysAndValues()
    {
        var table = (TomlTable)Read("# c\n[net]\n  listen   = 'x'\n").Entries[0].Value;

        var entry = Assert.Single(table.Entries);
        Assert.Equal(new TomlPosition(3, 3), entry.Position);
        Assert.Equal(new TomlPosition(3, 14), entry.Value.Position);
    }

    [Fact]
    public void Read_AtTheDepthLimitAndOneOver_IsTakenAndRefused()
    {
        var limits = new TomlLimits { MaxDepth = 5 };

        Assert.NotNull(TomlReader.Read("a = [[[[[]]]]]"u8, limits));
        Assert.Throws<TomlException>(() => TomlReader.Read("a = [[[[[[]]]]]]"u8, limits));
        Assert.NotNull(TomlReader.Read("[a.b.c.d.e]"u8, limits));
        Assert.Throws<TomlException>(() => TomlReader.Read("[a.b.c.d.e.f]"u8, limits));
        Assert.Throws<TomlException>(() => TomlReader.Read("a.b.c.d.e.f = 1"u8, limits));
        Assert.Throws<TomlException>(() => TomlReader.Read("[a.b.c]\nd.e = {f = {}}"u8, limits));
    }

    [Fact]
    public void Read_AtTheSizeLimitAndOneOver_IsTakenAndRefused()
    {
        var limits = new TomlLimits { MaxBytes = 6 };

        Assert.NotNull(TomlReader.Read("a = 12"u8, limits));
        Assert.Throws<TomlException>(() => TomlReader.Read("a = 123"u8, limits));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData('.')]
    [InlineData('"')]
    public void Read_OneMebibyteOfOneCharacter_IsRefusedQuickly(char character)
    {
        var text = Encoding.UTF8.GetBytes("a = " + new string(character, (1 << 20) - 4));

        Assert.NotNull(TomlSyntax.Check(text));
    }

    [Fact]
    public void Read_OneMebibyteOnOneLine_KeepsColumns()
    {
        var array = (TomlArray)Read("a = [" + string.Concat(Enumerable.Repeat("1,", 500_000)) + "]").Entries[0].Value;

        Assert.Equal(new TomlPosition(1, 6 + (2 * 499_999)), array.Items[^1].Position);
    }

    [Fact]
    public void Read_MutatedCases_GiveAValueOrATomlException()
    {
        const int seed = 20261120;
        var random = new Random(seed);
        var cases = Directory.GetFiles(Path.Combine(TomlCases.Folder, "valid"), "*.toml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])cases[random.Next(cases.Length)].Clone();
            for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            // Any exception but TomlException leaves Check and fails the test.
            var error = Record.Exception(() => TomlSyntax.Check(bytes));
            Assert.True(error is null, $"seed {seed}, round {round}: {error}");
        }
    }

    private static TomlTable Read(string text) => TomlReader.Read(Encoding.UTF8.GetBytes(text));
}
