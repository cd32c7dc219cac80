using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What one adapter counted since start, for /status. Safe for many writers.</summary>
internal sealed class AdapterStatistics(TimeProvider time)
{
    private sealed record Event(string Message, long AtMs);

    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _lastReadingAtMs = -1;
    private Event? _lastFault;
    private Event? _lastNotice;
    private readonly KnownDevices _devices = new(time);

    public void Count(long accepted, long duplicates, long rejected)
    {
        Interlocked.Add(ref _accepted, accepted);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _rejected, rejected);
        if (accepted > 0)
        {
            Volatile.Write(ref _lastReadingAtMs, NowMs());
        }
    }

    /// <summary>A reading of the device is held by the store.</summary>
    public void Delivered(string deviceId) => _devices.Note(deviceId);

    /// <summary>Something is wrong that somebody should mend.</summary>
    public void Fault(string message) => Volatile.Write(ref _lastFault, new Event(message, NowMs()));

    /// <summary>Something that explains what the adapter does, and that nobody need mend.</summary>
    public void Notice(string message) => Volatile.Write(ref _lastNotice, new Event(message, NowMs()));

    public AdapterStatus ToStatus(string name, string kind, string state)
    {
        var (fault, notice) = (Volatile.Read(ref _lastFault), Volatile.Read(ref _lastNotice));
        var lastReadingAtMs = Volatile.Read(ref _lastReadingAtMs);
        return new AdapterStatus
        {
            Name = name,
            Kind = kind,
            State = state,
            Accepted = Interlocked.Read(ref _accepted),
            Duplicates = Interlocked.Read(ref _duplicates),
            Rejected = Interlocked.Read(ref _rejected),
            LastReadingAtMs = lastReadingAtMs < 0 ? null : lastReadingAtMs,
            LastError = fault?.Message,
            LastErrorAtMs = fault?.AtMs,
            LastNotice = notice?.Message,
            LastNoticeAtMs = notice?.AtMs,
            Devices = _devices.All(),
        };
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
