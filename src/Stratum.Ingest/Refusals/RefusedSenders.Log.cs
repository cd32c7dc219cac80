using Microsoft.Extensions.Logging;

namespace Stratum.Ingest;

internal static partial class RefusedSendersLog
{
    [LoggerMessage(21, LogLevel.Warning, "Refused {Address} at {Path} ({Status}): {Reason}. To do: {Advice}{Tail}")]
    public static partial void SenderRefused(this ILogger logger, string address, string path, int status, string reason, string advice, string tail);

    [LoggerMessage(22, LogLevel.Warning, "{Device}: a reading was refused, its timestamp {Reason}{Tail}")]
    public static partial void ClockRefused(this ILogger logger, string device, string reason, string tail);
}
