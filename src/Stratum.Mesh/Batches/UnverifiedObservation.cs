using Stratum.Core;

namespace Stratum.Mesh.Batches;

/// <summary>A row of a batch as it came: nothing of it is believed yet.</summary>
internal readonly record struct UnverifiedObservation(Observation Observation, Signature Signature);
