namespace Stratum.Core;

/// <summary>
/// SHA-256 of <c>device_id|timestamp|reading_type|value</c>: the same sensor reading has the same id wherever it enters the mesh.
/// Its first 32 hex digits equal WeSense's reading_id.
/// </summary>
public readonly record struct ReadingId(Hash256 Hash)
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hash.ToString();
}
