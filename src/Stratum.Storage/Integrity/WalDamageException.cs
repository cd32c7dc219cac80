namespace Stratum.Storage;

/// <summary>A segment of the write-ahead log is damaged before its end; its valid records were replayed.</summary>
public sealed class WalDamageException : StoreIntegrityException
{
    internal WalDamageException(string path, long offset, string problem, Exception? innerException = null)
        : base(path, offset, problem, innerException)
    {
    }
}
