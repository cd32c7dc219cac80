namespace Stratum.Storage;

/// <summary>The rows of a memtable at one moment, in order of arrival; the arrays may be longer than the count.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="SeriesIds">Their series, apart, so that a filter touches little memory.</param>
/// <param name="Count">How many are visible.</param>
internal sealed record MemtableRows(MemoryRow[] Rows, uint[] SeriesIds, int Count);
