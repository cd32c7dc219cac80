using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Tests.Configuration.Toml;

public sealed class TomlConformanceTests
{
    public static TheoryData<string> Valid { get; } = TomlCases.Names("valid");

    public static TheoryData<string> Invalid { get; } = TomlCases.Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Read_ValidCase_GivesTheTaggedValues(string name)
    {
        var document = TomlReader.Read(TomlCases.Read("valid", name));

        TaggedJson.AssertEqual(TomlCases.Read("valid", Path.ChangeExtension(name, ".json")), document);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Read_InvalidCase_IsRefusedWithAPlace(string name)
    {
        var error = Assert.Throws<TomlException>(() => TomlReader.Read(TomlCases.Read("invalid", name)));

        Assert.True(error.Position is { Line: > 0, Column: > 0 });
    }

    [Fact]
    public void Cases_OfTheSuite_AreAllThere()
    {
        Assert.Equal(99, Valid.Count);
        Assert.Equal(237, Invalid.Count);
    }
}
