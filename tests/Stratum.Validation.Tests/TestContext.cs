using Stratum.Core;

namespace Stratum.Validation.Tests;

internal sealed record TestContext(string ReadingType) : IValidationContext
{
    public ILatestObservations Neighbours { get; init; } = new KnownStations();

    public IReadOnlyList<HistoryPoint> History { get; init; } = [];

    public Quantity? Quantity { get; init; } = QuantityRegistry.Default.Find(ReadingType);

    /// <summary>Values ten minutes apart, the last one ten minutes before noon.</summary>
    public static HistoryPoint[] Every10Minutes(params double[] values) =>
        [.. values.Select((value, i) => new HistoryPoint(Observed.Noon - (600L * (values.Length - i)), value))];
}
