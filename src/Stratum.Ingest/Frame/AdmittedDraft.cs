using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A reading that is to be signed, under its final device_id and with what the tables of its source say of it.</summary>
/// <param name="Draft">Fields in the device's own units.</param>
/// <param name="PositionDecimals">Decimals of the place; null: the node's rule.</param>
/// <param name="Correction">Calibration of its quantity.</param>
internal readonly record struct AdmittedDraft(ObservationDraft Draft, int? PositionDecimals, ValueCorrection Correction);
