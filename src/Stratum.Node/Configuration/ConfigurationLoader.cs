using Microsoft.Extensions.Configuration;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>Loads the configuration: defaults, file, environment, flags, each over the one before. Finds all problems at once.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Prefix of environment variables.</summary>
    public const string Prefix = "STRATUM__";

    /// <summary>The older prefix, which loses to <see cref="Prefix"/>.</summary>
    public const string OlderPrefix = "TPT__";

    /// <summary>Loads. Never throws for what a user wrote.</summary>
    public static LoadedConfiguration Load(ConfigurationRequest request)
    {
        var named = request.ConfigPath ?? ConfigurationRequest.DefaultPath;
        var file = new ValueOrigin(OriginKind.File, named, null, "");
        var path = Path.GetFullPath(named, request.CurrentFolder);
        file = file with { Folder = Path.GetDirectoryName(path) ?? path };

        var problems = new List<ConfigurationProblem>();
        var document = ReadFile(request, path, file, problems);

        // A file that cannot be read leaves every later problem to guesswork: its own one is the one to mend first.
        var isUnreadable = problems.Count > 0;
        var binder = new ConfigurationBinder(file.Folder, isUnreadable ? [] : problems);
        if (document is not null)
        {
            binder.Add(FileLayer.Of(document, file), ProblemSeverity.Error);
        }

        binder.Add(EnvironmentLayer.Of(request.Environment, OlderPrefix, request.CurrentFolder), ProblemSeverity.Warning);
        binder.Add(EnvironmentLayer.Of(request.Environment, Prefix, request.CurrentFolder), ProblemSeverity.Error);
        binder.Add(FlagLayer.Of(request.Flags, request.FlagNames, request.CurrentFolder), ProblemSeverity.Error);
        var options = binder.Bind(request.IsForNode);

        return new LoadedConfiguration
        {
            Options = problems.Any(problem => problem.IsFatal) ? null : options,
            Problems = [.. problems.OrderBy(PlaceOf)],
            Values = binder.Shown,
            FilePath = document is null ? null : path,
            Merged = new ConfigurationBuilder().AddInMemoryCollection(binder.Merged()).Build(),
        };
    }

    // The file from its top, then what stands nowhere in it, in the order of the sources.
    private static (int Line, int Column) PlaceOf(ConfigurationProblem problem) =>
        problem.Origin is { Kind: OriginKind.File, Position: { } position } ? (position.Line, position.Column) : (int.MaxValue, 0);

    private static TomlTable? ReadFile(ConfigurationRequest request, string path, ValueOrigin file, List<ConfigurationProblem> problems)
    {
        if (request.ConfigPath is null && !Path.Exists(path))
        {
            return null;
        }

        try
        {
            var source = new TomlConfigurationSource(ReadBytes(path));
            var provider = (TomlConfigurationProvider)source.Build(new ConfigurationBuilder());
            provider.Load();
            return provider.Document;
        }
        catch (TomlException error)
        {
            problems.Add(ConfigurationProblem.Error(file with { Position = error.Position }, error.Problem));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(ConfigurationProblem.Error(file, "the configuration file does not exist; run `stratum init` to make one, or give --config FILE"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path) ? "it is a directory" : error.Message;
            problems.Add(ConfigurationProblem.Error(file, $"the configuration file cannot be read: {reason}"));
        }

        return null;
    }

    /// <summary>Reads at most one byte more than the reader takes, so that a device or a huge file costs nothing.</summary>
    private static byte[] ReadBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[new TomlLimits().MaxBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }
}
