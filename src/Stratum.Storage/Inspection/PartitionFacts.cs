namespace Stratum.Storage;

/// <summary>One UTC day on the disk.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Tables">Table files.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Bytes">Their length.</param>
public sealed record PartitionFacts(long Day, int Tables, long Rows, long Bytes);
