namespace Stratum.Storage;

/// <summary>A table file, or one block of it, is damaged.</summary>
public sealed class TableDamageException : StoreIntegrityException
{
    internal TableDamageException(string path, long offset, string problem, Exception? innerException = null)
        : base(path, offset, problem, innerException)
    {
    }
}
