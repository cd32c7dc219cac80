namespace Stratum.Mesh.Transport;

/// <summary>What a writer got of <see cref="OutboundFrames"/>.</summary>
/// <param name="Filled">Bytes put into the batch.</param>
/// <param name="Large">A frame that is larger than the batch, instead.</param>
/// <param name="IsLast">Nothing more will come.</param>
internal readonly record struct Taken(int Filled, OutboundFrame? Large, bool IsLast);
