namespace Stratum.Api;

/// <summary>A page of buckets, or why there can be none.</summary>
internal sealed record BucketPage(IReadOnlyList<Bucket> Buckets, string? Next, string? Problem);
