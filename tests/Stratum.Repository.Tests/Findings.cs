namespace Stratum.Repository.Tests;

/// <summary>Breaches of one rule, each with file and line, so that a failing test says where to go.</summary>
internal sealed class Findings(string rule)
{
    private readonly List<string> _breaches = [];

    public void Add(string path, int line, string what) => _breaches.Add($"{path}:{line}: {what}");

    public void Add(string path, string what) => _breaches.Add($"{path}: {what}");

    public void AssertNone() => Assert.True(_breaches.Count == 0, $"{rule}\n{string.Join('\n', _breaches)}");
}
