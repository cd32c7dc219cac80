using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>The hash over the cells of one hour.</summary>
internal readonly record struct HourHash(long Hour, Hash256 Hash);
