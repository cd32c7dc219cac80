using Microsoft.Extensions.Logging;

namespace Stratum.Node.Hosting;

internal sealed partial class StratumNode
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stratum {Version}, node {NodeId}")]
    private partial void LogStarting(string version, string nodeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Listener} on {Address}")]
    private partial void LogListening(string listener, string address);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Ready after {ElapsedMs} ms with {Observations} observations, {Recovered} of them from the write-ahead log")]
    private partial void LogReady(long elapsedMs, long observations, long recovered);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Damaged data set aside: {Damage}")]
    private partial void LogDamage(string damage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention: {Notice}")]
    private partial void LogRetention(string notice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention: {Day}")]
    private partial void LogRetired(string day);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason}. Reads go on, writes are answered with 503")]
    private partial void LogStoreStopped(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The adapter {Name} ({Kind}) failed and takes no more readings until a restart")]
    private partial void LogAdapterFault(string name, string kind, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Query API: refused {Address} ({Status}): {Reason}. To do: {Advice}")]
    private partial void LogRefusedQuery(System.Net.IPAddress? address, int status, string reason, string advice);

    [LoggerMessage(Level = LogLevel.Error, Message = "The [[sensors]] table {Name} ({Kind}) is left out: {Reason}")]
    private partial void LogMisconfigured(string name, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: what is under way becomes durable, nothing new is taken")]
    private partial void LogStopping();

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private partial void LogStopped();
}
