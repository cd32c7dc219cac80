namespace Stratum.Mesh.Transport;

/// <summary>A connection could not be made.</summary>
internal sealed class MeshConnectException(RefusalReason reason, string message, Exception? innerException = null) : IOException(message, innerException)
{
    /// <summary>Why, for counters and the log.</summary>
    public RefusalReason Reason { get; } = reason;
}
