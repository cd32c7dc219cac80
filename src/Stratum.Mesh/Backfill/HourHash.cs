using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>The hash over the cells of an hour, or over the hours of a day.</summary>
/// <param name="Hour">Unix seconds / 3600, or / 86400.</param>
/// <param name="Hash">Equal sets have equal ones.</param>
internal readonly record struct HourHash(long Hour, Hash256 Hash);
