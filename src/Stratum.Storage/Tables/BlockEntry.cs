namespace Stratum.Storage;

/// <summary>Where a block is, whose it is, and which times and arrivals are in it.</summary>
internal readonly record struct BlockEntry
{
    public required uint SeriesId { get; init; }

    public required long Offset { get; init; }

    public required int Length { get; init; }

    public required int Count { get; init; }

    public required long MinTimestamp { get; init; }

    public required long MaxTimestamp { get; init; }

    public required long MinArrival { get; init; }

    public required long MaxArrival { get; init; }
}
