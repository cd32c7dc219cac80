using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Why writes stopped. Each caller gets an exception of its own.</summary>
internal sealed record StoppedState(string Reason, Exception Cause)
{
    public StoreStoppedException ToException() => new(Reason, Cause);
}
