namespace Stratum.Node.Configuration;

/// <summary>stratum.example.toml, which `stratum init` writes as stratum.toml.</summary>
internal static class ExampleConfiguration
{
    private const string ResourceName = "stratum.example.toml";

    /// <summary>The text.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ExampleConfiguration).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"the program was built without its resource {ResourceName}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
