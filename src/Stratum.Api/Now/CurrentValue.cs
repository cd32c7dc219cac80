using Stratum.Core;

namespace Stratum.Api;

/// <summary>One quantity of /now.</summary>
/// <param name="ReadingType">Which.</param>
/// <param name="Unit">Unit of the value and of every contributor.</param>
/// <param name="Estimate">The value and its spread.</param>
/// <param name="Method">"idw", "oi" or "nearest".</param>
/// <param name="Contributors">Nearest first.</param>
internal sealed record CurrentValue(string ReadingType, string Unit, InterpolatedValue Estimate, string Method, IReadOnlyList<Contributor> Contributors);
