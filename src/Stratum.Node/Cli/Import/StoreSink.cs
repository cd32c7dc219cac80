using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration;
using Stratum.Node.Hosting;
using Stratum.Node.Identity;
using Stratum.Node.Pipeline;
using Stratum.Storage;

namespace Stratum.Node.Cli;

/// <summary>No node runs: the import opens the store itself, under the store's own lock, and signs with the node's key.</summary>
internal sealed class StoreSink : IHistorySink
{
    private readonly NodeKey _key;
    private readonly ObservationStore _store;
    private readonly HistoryIntake _intake;

    private StoreSink(NodeKey key, ObservationStore store, HistoryIntake intake) => (_key, _store, _intake) = (key, store, intake);

    /// <summary>Opens it; <paramref name="notice"/> gets what the store has to say. Throws when another process holds the directory.</summary>
    public static StoreSink Open(StratumOptions options, Action<string> notice)
    {
        var key = KeyFile.Read(options.Node.KeypairPath);
        var trust = new SignerTrust(key.NodeId, options.Trust.Trusted);
        try
        {
            var store = ObservationStore.Open(
                StratumNode.StoreOptionsOf(options) with { OnNotice = notice, OnDamage = damage => notice(damage.Message) },
                PhysicalFileSystem.Instance,
                TimeProvider.System,
                trust);
            var intake = new HistoryIntake(
                key, store, trust, options.Trust.Policy == "keep", StratumNode.IntakeOptionsOf(options), Environment.ProcessorCount, TimeProvider.System);
            return new StoreSink(key, store, intake);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new StratumException(
                $"the data directory {options.Node.StoragePath} cannot be opened, and no node answers at its control socket: {e.Message}", ExitCode.Usage, e);
        }
    }

    public Task<HistoryOutcome[]> SubmitAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken) =>
        _intake.SubmitAsync([.. entries.Select(static entry => new HistoryItem(entry.Draft, entry.SignedLine))], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _key.Dispose();
    }
}
