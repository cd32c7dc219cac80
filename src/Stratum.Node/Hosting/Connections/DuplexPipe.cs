using System.IO.Pipelines;

namespace Stratum.Node.Hosting;

/// <summary>Both directions of a connection.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
