using System.Text;
using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

/// <summary>Writes the tables of docs/CONFIGURATION.md from the schema.</summary>
internal static class ConfigurationTable
{
    public static string Write()
    {
        var text = new StringBuilder("| key | type | default | range | meaning |\n|---|---|---|---|---|\n");
        foreach (var key in ConfigurationSchema.All)
        {
            var path = ConfigurationSchema.IsTableArray(key.Section) ? $"[[{key.Section}]] {key.Name}" : key.Path;
            var later = key.ComesWith is { } feature ? $" No effect yet in this version (comes with {feature})." : "";
            var fallback = key.Default.Length > 0 ? $"`{key.Default}`" : "unset";
            text.Append($"| `{path}` | {key.TypeName} | {fallback} | {Cell(key.Range)} | {Cell(key.Meaning)}{later} |\n");
        }

        text.Append("\nKeys of [[sensors]] that belong to one kind of adapter, which checks their values itself:\n\n");
        text.Append("| key | adapters | example | meaning |\n|---|---|---|---|\n");
        foreach (var setting in AdapterSetting.All)
        {
            text.Append($"| `[[sensors]] {setting.Name}` | {string.Join(", ", setting.Adapters)} | `{setting.Example}` | {Cell(setting.Meaning)} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
