using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>One refused item of a body.</summary>
/// <param name="Index">Its place in the body, from 0: array element, line that is not blank, SenML record.</param>
/// <param name="Error">Field and reason.</param>
internal readonly record struct Rejection(int Index, DraftError Error);
