namespace Stratum.Storage;

/// <summary>Something that a check found wrong.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where in it, in bytes.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record StoreDefect(string Path, long Offset, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} at byte {Offset}: {Problem}";
}
