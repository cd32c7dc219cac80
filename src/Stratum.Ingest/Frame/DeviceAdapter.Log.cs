using Microsoft.Extensions.Logging;

namespace Stratum.Ingest;

internal static partial class DeviceAdapterLog
{
    [LoggerMessage(11, LogLevel.Warning, "{Adapter}: {Problem}; next try in {WaitSeconds:F1} s")]
    public static partial void SessionFailed(this ILogger logger, string adapter, string problem, double waitSeconds);

    [LoggerMessage(12, LogLevel.Debug, "{Adapter} stopped ({Reason})")]
    public static partial void Stopped(this ILogger logger, string adapter, string reason);

    [LoggerMessage(14, LogLevel.Error, "{Adapter}: a message on {Topic} could not be read and is passed over")]
    public static partial void Unreadable(this ILogger logger, string adapter, string topic, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "{Adapter}: a message on {Topic} {Problem} ({Unsaid} more since the last such line)")]
    public static partial void MessageProblem(this ILogger logger, string adapter, string topic, string problem, long unsaid);

    [LoggerMessage(16, LogLevel.Warning, "{Adapter}: nothing was read in ten minutes: {Hint}")]
    public static partial void Unmatched(this ILogger logger, string adapter, string hint);

    [LoggerMessage(13, LogLevel.Information, "{Adapter}: {Event}")]
    public static partial void Event(this ILogger logger, string adapter, string @event);
}
