using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Bytes of a file are not what was written. A closed family, one member for each kind of file; the store counts it, keeps the
/// damaged file or block out of every answer and goes on serving the rest.
/// </summary>
public abstract class StoreIntegrityException : StratumException
{
    private protected StoreIntegrityException(string path, long offset, string problem, Exception? innerException)
        : base($"{path} at byte {offset}: {problem}; restore the file or let neighbours refill it", ExitCode.CheckFailed, innerException)
    {
        Path = path;
        Offset = offset;
        Problem = problem;
    }

    /// <summary>The damaged file.</summary>
    public string Path { get; }

    /// <summary>Where in the file the damage begins, in bytes.</summary>
    public long Offset { get; }

    /// <summary>What is wrong there.</summary>
    public string Problem { get; }
}
