using Microsoft.Extensions.Logging;

namespace Stratum.Ingest;

internal static partial class HttpIngestLog
{
    [LoggerMessage(1, LogLevel.Debug, "refused a request from {Remote}: {Status} {Detail}")]
    public static partial void Refused(this ILogger logger, System.Net.IPAddress? remote, int status, string detail);

    [LoggerMessage(2, LogLevel.Error, "the intake failed; the request was answered 500")]
    public static partial void IntakeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "tokens are not accepted: {Problem}")]
    public static partial void TokensUnreadable(this ILogger logger, string problem);
}
