namespace Stratum.Storage;

/// <summary>What one part of the tables takes on the disk.</summary>
/// <param name="Name">A column, or what holds the columns together.</param>
/// <param name="Bytes">Over all tables.</param>
public sealed record PartBytes(string Name, long Bytes);
