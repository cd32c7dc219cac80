using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Node.Control;

/// <summary>
/// POST /snapshot: the files of one moment, for `stratum backup`. The answer is one line, the folder's path, and then stays open: the snapshot lives
/// until the other side has what it wants and goes, or the node stops. One at a time.
/// </summary>
internal sealed partial class SnapshotRoutes
{
    /// <summary>Where it is asked for.</summary>
    public const string Path = "/snapshot";

    private const string Folder = "snapshots";

    private readonly string _directory;
    private readonly ObservationStore _store;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private int _isTaken;

    /// <summary>Removes what a node that was killed left.</summary>
    public SnapshotRoutes(string directory, ObservationStore store, ILogger logger, CancellationToken stopping)
    {
        (_directory, _store, _logger, _stopping) = (directory, store, logger, stopping);
        DeleteSnapshots();
    }

    public void Map(WebApplication application) => application.MapPost(Path, AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            await RefuseAsync(context, "another backup is under way");
            return;
        }

        var snapshot = System.IO.Path.Combine(_directory, Folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        try
        {
            await _store.SnapshotAsync(snapshot, either.Token);
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(snapshot + "\n"), either.Token);
            await context.Response.Body.FlushAsync(either.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or UnauthorizedAccessException or StratumException or ObjectDisposedException)
        {
            LogFailed(e.Message);
            if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                await RefuseAsync(context, e.Message);
            }
        }
        finally
        {
            DeleteSnapshots();
            Volatile.Write(ref _isTaken, 0);
        }
    }

    private static async Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(reason, CancellationToken.None);
    }

    private void DeleteSnapshots()
    {
        var snapshots = System.IO.Path.Combine(_directory, Folder);
        if (Directory.Exists(snapshots))
        {
            Directory.Delete(snapshots, recursive: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A backup ended early: {Problem}")]
    private partial void LogFailed(string problem);
}
