using System.Globalization;
using Microsoft.Extensions.Configuration;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>
/// Flattens a TOML document: <c>section:key</c>, arrays as <c>key:0</c>, arrays of tables as <c>sensors:0:adapter</c>. The tree
/// with its positions stays in <see cref="Document"/>.
/// </summary>
internal sealed class TomlConfigurationProvider(TomlConfigurationSource source) : ConfigurationProvider
{
    /// <summary>The document, once loaded.</summary>
    public TomlTable? Document { get; private set; }

    /// <summary>Reads the document.</summary>
    /// <exception cref="TomlException">It is not TOML 1.0.</exception>
    public override void Load()
    {
        Document = TomlReader.Read(source.Utf8.Span);
        Data.Clear();
        Flatten(Document, "");
    }

    private void Flatten(TomlNode node, string path)
    {
        switch (node)
        {
            case TomlScalar scalar:
                Data[path] = scalar.Text;
                break;
            case TomlArray array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    Flatten(array.Items[i], Join(path, i.ToString(CultureInfo.InvariantCulture)));
                }

                break;
            case TomlTable table:
                foreach (var entry in table.Entries)
                {
                    Flatten(entry.Value, Join(path, entry.Key));
                }

                break;
            default:
                throw new InvalidOperationException($"a TOML node of kind {node.Kind} has no form to flatten");
        }
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
