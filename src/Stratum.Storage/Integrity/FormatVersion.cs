using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A file of a version that this program does not know is no damage: it is left as it is, and the store does not open.</summary>
internal static class FormatVersion
{
    /// <summary>Throws <see cref="StratumException"/> unless the version is one of those that are read.</summary>
    public static void Check(string path, uint found, uint oldest, uint newest)
    {
        if (found < oldest || found > newest)
        {
            throw new StratumException(
                $"{path} has format version {found}, this program reads versions {oldest} to {newest}; start the program that wrote it. Nothing was changed",
                ExitCode.Usage);
        }
    }
}
