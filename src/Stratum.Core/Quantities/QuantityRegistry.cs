using System.Collections.Frozen;
using System.Text.Json;

namespace Stratum.Core;

/// <summary>
/// The quantities that Stratum knows, from the embedded quantities.json (which names the source of each limit). Adapters
/// convert to its units, validation judges by its limits; canonical bytes never depend on it.
/// </summary>
public sealed class QuantityRegistry
{
    private readonly FrozenDictionary<string, Quantity> _byType;

    private QuantityRegistry(IEnumerable<Quantity> quantities)
    {
        All = [.. quantities];
        _byType = All.ToFrozenDictionary(quantity => quantity.ReadingType, StringComparer.Ordinal);
    }

    /// <summary>The registry of this version of Stratum.</summary>
    public static QuantityRegistry Default { get; } = Load();

    /// <summary>Every quantity, in the order of the file.</summary>
    public IReadOnlyList<Quantity> All { get; }

    /// <summary>The quantity, or null for a reading type that is not registered (it is still a valid one).</summary>
    public Quantity? Find(string readingType) => _byType.GetValueOrDefault(readingType);

    private static QuantityRegistry Load()
    {
        using var stream = typeof(QuantityRegistry).Assembly.GetManifestResourceStream("quantities.json")
            ?? throw new StratumException("the quantity registry is missing from the program", ExitCode.Internal);
        using var document = JsonDocument.Parse(stream);
        return new QuantityRegistry(document.RootElement.EnumerateArray().Select(QuantityJson.Read));
    }
}
