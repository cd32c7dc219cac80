using System.IO.Pipelines;

namespace Stratum.Api;

/// <summary>When a long answer goes out: in pieces, so that its memory is bounded and a slow client slows only itself.</summary>
internal static class ResponsePipe
{
    // Half of Kestrel's default response buffer (64 KiB): one piece is under way while the next is written.
    private const int PieceBytes = 32 * 1024;

    public static bool IsPieceFull(PipeWriter body) => body.UnflushedBytes >= PieceBytes;

    /// <summary>Sends what was written; false when the client is gone.</summary>
    public static async ValueTask<bool> SendAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        var result = await body.FlushAsync(cancellationToken);
        return !result.IsCompleted && !result.IsCanceled;
    }
}
