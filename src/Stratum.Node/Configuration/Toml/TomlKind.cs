namespace Stratum.Node.Configuration.Toml;

/// <summary>The kinds of TOML values.</summary>
internal enum TomlKind
{
    /// <summary>A string of any of the four forms.</summary>
    String,

    /// <summary>A signed 64-bit integer.</summary>
    Integer,

    /// <summary>An IEEE 754 double.</summary>
    Float,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A date and time with its offset.</summary>
    OffsetDateTime,

    /// <summary>A date and time without offset.</summary>
    LocalDateTime,

    /// <summary>A date.</summary>
    LocalDate,

    /// <summary>A time of day.</summary>
    LocalTime,

    /// <summary>An array, written in brackets or as [[tables]].</summary>
    Array,

    /// <summary>A table of any form.</summary>
    Table,
}
