namespace Stratum.Core.Tests;

public sealed class ReadingTypeNamesTests
{
    private static readonly string[] Lines = VectorFile.Lines("reading-type-names-v1.txt");

    [Fact]
    public void Find_EveryFrozenType_GivesItsFrozenName()
    {
        Assert.Equal(55, Lines.Length);
        Assert.Equal(Lines.Length, ReadingTypeNamesV1.Count);
        Assert.All(Lines, line => Assert.Equal(line.Split('\t')[1], ReadingTypeNamesV1.Find(line.Split('\t')[0])));
    }

    [Theory]
    [InlineData("temperature", null, "Temperature")]
    [InlineData("temperature", "", "Temperature")]
    [InlineData("temperature", "Attic", "Attic")]
    [InlineData("temperature_of_tea", null, "")]
    [InlineData("Temperature", null, null)]
    public void TryBuild_NameInDraft_IsFilledOnlyWhenAbsentOrEmpty(string readingType, string? given, string? expected)
    {
        using var key = Sample.Key();
        var draft = Sample.Draft();
        draft[TextField.ReadingType] = readingType;
        draft[TextField.ReadingTypeName] = given;

        var built = ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out _);

        Assert.Equal(expected is not null, built);
        Assert.Equal(expected, observation?.Series[TextField.ReadingTypeName]);
    }
}
