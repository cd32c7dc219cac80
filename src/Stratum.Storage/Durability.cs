namespace Stratum.Storage;

/// <summary>When an append is acknowledged.</summary>
public enum Durability
{
    /// <summary>After the fsync ("always").</summary>
    Always,

    /// <summary>After the write; an fsync follows within the interval ("interval"). A power cut may take what came since.</summary>
    Interval,
}
