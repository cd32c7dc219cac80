using Stratum.Ingest;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Cli;

/// <summary>Where an import puts what it reads. Several batches may be under way at once.</summary>
internal interface IHistorySink : IAsyncDisposable
{
    /// <summary>Outcomes in the order of the entries, all of which have a draft or a signed line; durable when this completes.</summary>
    Task<HistoryOutcome[]> SubmitAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken);
}
