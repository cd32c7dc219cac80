namespace Stratum.Api;

/// <summary>Where a client wants a stream to go on.</summary>
/// <param name="Arrival">After this arrival number.</param>
/// <param name="IsOurs">Whether the store gave the number in this life of its.</param>
internal readonly record struct StreamCursor(long Arrival, bool IsOurs);
