using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Stratum.Core.Tests;

public sealed class CanonicalVectorTests
{
    private static readonly string[] Lines = VectorFile.Lines("canonical-v1.ndjson");

    public static TheoryData<string> Names => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!)];

    [Fact]
    public void VectorFile_Whole_HoldsTwentySixVectors() => Assert.Equal(26, Lines.Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Vector_GivesItsBytesHashAndReadingId(string name)
    {
        using var key = Sample.Key();
        var vector = Lines.Select(line => JsonDocument.Parse(line).RootElement).Single(candidate => candidate.GetProperty("name").GetString() == name);

        Assert.True(DraftReader.TryRead(Encoding.UTF8.GetBytes(vector.GetProperty("input").GetRawText()), out var draft, out var error), error?.ToString());
        Assert.True(ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out error), error?.ToString());
        var bytes = CanonicalForm.ToArray(observation);

        Assert.Equal(vector.GetProperty("canonical").GetString(), Encoding.UTF8.GetString(bytes));
        Assert.Equal(vector.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal(vector.GetProperty("reading_id").GetString(), CanonicalForm.ReadingIdOf(observation).ToString());
    }
}
