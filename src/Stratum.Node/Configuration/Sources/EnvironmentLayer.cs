using System.Globalization;

namespace Stratum.Node.Configuration;

/// <summary>
/// Settings of environment variables: <c>STRATUM__NETWORK__API_LISTEN</c> is network.api_listen, <c>STRATUM__SENSORS__0__PASSWORD</c> a
/// key of the first [[sensors]] table; a list is comma-separated or <c>__0</c>, <c>__1</c>, ...
/// </summary>
/// <remarks>
/// The older prefix <c>TPT__</c> loses to STRATUM__. An unknown STRATUM__ name is an error, since nobody else uses that prefix; an unknown TPT__
/// name is a warning, since the environment may also serve the program that the prefix comes from.
/// </remarks>
internal static class EnvironmentLayer
{
    private const string Separator = "__";

    /// <summary>Settings of the variables with this prefix.</summary>
    public static SettingLayer Of(IReadOnlyDictionary<string, string> environment, string prefix, string folder)
    {
        var layer = new SettingLayer();
        var lists = new SortedDictionary<string, SortedDictionary<int, Setting>>(StringComparer.Ordinal);
        foreach (var (name, text) in environment.Where(v => v.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var path = name[prefix.Length..].Replace(Separator, ".", StringComparison.Ordinal).ToLowerInvariant();
            var setting = new Setting(path, text, null, new ValueOrigin(OriginKind.Environment, name, null, folder));
            if (SplitIndex(path) is { } element && ConfigurationSchema.Find(element.Path) is not null)
            {
                lists.TryAdd(element.Path, []);
                lists[element.Path][element.Index] = setting;
            }
            else if (layer.Find(path) is { } earlier)
            {
                layer.Problems.Add(ConfigurationProblem.Error(setting.Origin, $"names the same key as {earlier.Origin.Name}; keep one of them"));
            }
            else
            {
                layer.Set(setting);
            }
        }

        foreach (var (path, elements) in lists)
        {
            AddList(layer, path, elements);
        }

        return layer;
    }

    private static void AddList(SettingLayer layer, string path, SortedDictionary<int, Setting> elements)
    {
        var first = elements.Values.First().Origin;
        if (elements.Keys.Last() != elements.Count - 1)
        {
            layer.Problems.Add(ConfigurationProblem.Error(
                first, $"{path}: the elements must be numbered 0, 1, 2, ... without a gap; found {string.Join(", ", elements.Keys)}"));
            return;
        }

        if (layer.Find(path) is { } whole)
        {
            layer.Problems.Add(ConfigurationProblem.Error(first, $"{path} is also given as a whole by {whole.Origin.Name}; keep one of the two forms"));
            return;
        }

        layer.Set(Setting.FromItems(path, [.. elements.Values], first));
    }

    private static (string Path, int Index)? SplitIndex(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > 0 && int.TryParse(path.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (path[..dot], index) : null;
    }
}
