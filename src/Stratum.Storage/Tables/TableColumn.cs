namespace Stratum.Storage;

/// <summary>The columns of a block, in file order: what identifies a content comes first, so that it can be read alone.</summary>
internal enum TableColumn
{
    /// <summary>Unix seconds.</summary>
    Timestamps = 0,

    /// <summary>Values, every bit.</summary>
    Values = 1,

    /// <summary>Position and altitude.</summary>
    Places = 2,

    /// <summary>Arrival number, received_at, received_via, time_source.</summary>
    Station = 3,

    /// <summary>Confidence, flag, reasons, component scores.</summary>
    Scores = 4,

    /// <summary>Signatures.</summary>
    Signatures = 5,
}
