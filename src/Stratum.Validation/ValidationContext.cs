using Stratum.Core;

namespace Stratum.Validation;

/// <summary>What a validator may look at.</summary>
internal sealed record ValidationContext(ILatestObservations Neighbours, IReadOnlyList<HistoryPoint> History, Quantity? Quantity) : IValidationContext;
