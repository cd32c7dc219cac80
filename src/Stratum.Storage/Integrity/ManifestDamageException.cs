namespace Stratum.Storage;

/// <summary>CURRENT or a manifest is damaged; the list of tables was made again from the tables themselves.</summary>
public sealed class ManifestDamageException : StoreIntegrityException
{
    internal ManifestDamageException(string path, long offset, string problem, Exception? innerException = null)
        : base(path, offset, problem, innerException)
    {
    }
}
