using System.Globalization;
using System.Runtime.CompilerServices;

namespace Stratum.Ingest.Tests;

/// <summary>
/// A culture that hurts: decimal comma, grouping point, another minus. The program and its tests know no cultures but the invariant one
/// (InvariantGlobalization), so this is made of it: what of German or Turkish would change a number.
/// </summary>
internal sealed class CommaCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public CommaCulture() => CultureInfo.CurrentCulture = Create();

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    /// <summary>
    /// Every test of this project runs in it, on whatever thread: what captures should give is written down apart from it, and must come out all the same.
    /// </summary>
    [ModuleInitializer]
    internal static void SetEverywhere() => CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = Create();

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ",";
        return culture;
    }
}
