namespace Stratum.Core;

/// <summary>
/// The client's direction of a connection, a feature of the connection that requests find among theirs. A client that closes it may still
/// read, or may be gone: only writing to it tells.
/// </summary>
public interface ISendingSide
{
    /// <summary>Cancelled when the client has closed its sending side: nothing more comes from it.</summary>
    CancellationToken Closed { get; }
}
