namespace Stratum.Ingest.Tests;

public sealed class AdapterMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stratum-memory-").FullName;

    private string FilePath => Path.Combine(_folder, "adapters.json");

    [Fact]
    public void Remember_AfterARestart_IsKept()
    {
        Assert.Equal("totalrainin", new AdapterMemory(FilePath).FindOrRemember("rain\nroof", "totalrainin"));

        Assert.Equal("totalrainin", new AdapterMemory(FilePath).FindOrRemember("rain\nroof", "yearlyrainin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    public void Open_UnreadableFile_IsPutAsideAndSaid(string text)
    {
        File.WriteAllText(FilePath, text);

        var memory = new AdapterMemory(FilePath);

        Assert.Contains("cannot be read", memory.Problem, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(FilePath + ".unreadable"));
        memory.Remember("a", "b");
        Assert.Equal("b", new AdapterMemory(FilePath).Find("a"));
    }

    [Fact]
    public void Remember_FolderThatIsGone_HoldsForTheProcess()
    {
        var memory = new AdapterMemory(Path.Combine(_folder, "gone", "adapters.json"));

        memory.Remember("a", "b");

        Assert.Equal("b", memory.Find("a"));
        Assert.Contains("cannot be written", memory.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Remember_BeyondTheLimit_IsNotRemembered()
    {
        var memory = new AdapterMemory(null);
        for (var i = 0; i <= 8192; i++)
        {
            memory.Remember($"k{i}", "v");
        }

        memory.Remember("long", new string('x', 600));

        Assert.Equal("v", memory.Find("k8191"));
        Assert.Null(memory.Find("k8192"));
        Assert.Null(memory.Find("long"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
