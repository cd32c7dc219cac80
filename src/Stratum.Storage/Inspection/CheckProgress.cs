namespace Stratum.Storage;

/// <summary>How far a check has come.</summary>
/// <param name="BytesChecked">Of tables and log.</param>
/// <param name="BytesTotal">All there are.</param>
/// <param name="Rows">Rows checked so far.</param>
public readonly record struct CheckProgress(long BytesChecked, long BytesTotal, long Rows);
