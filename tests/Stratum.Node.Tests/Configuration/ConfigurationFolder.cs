using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

/// <summary>A temporary folder with a stratum.toml.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder(string toml)
        : this(System.Text.Encoding.UTF8.GetBytes(toml))
    {
    }

    public ConfigurationFolder(byte[] toml)
    {
        Folder = Directory.CreateTempSubdirectory("stratum-config-").FullName;
        File.WriteAllBytes(FilePath, toml);
    }

    public string Folder { get; }

    private string FilePath => Path.Combine(Folder, "stratum.toml");

    public LoadedConfiguration Load(params (string Name, string Value)[] environment) => ConfigurationLoader.Load(Request(environment));

    public ConfigurationRequest Request(params (string Name, string Value)[] environment) => new()
    {
        ConfigPath = "stratum.toml",
        CurrentFolder = Folder,
        Environment = environment.ToDictionary(v => v.Name, v => v.Value),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
