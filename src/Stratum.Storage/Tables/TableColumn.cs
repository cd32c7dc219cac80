namespace Stratum.Storage;

/// <summary>The columns of a block, in file order.</summary>
internal enum TableColumn
{
    /// <summary>Unix seconds.</summary>
    Timestamps = 0,

    /// <summary>Values, every bit.</summary>
    Values = 1,

    /// <summary>Position and altitude.</summary>
    Places = 2,

    /// <summary>Content ids.</summary>
    ContentIds = 3,

    /// <summary>Signatures.</summary>
    Signatures = 4,

    /// <summary>Arrival number, received_at, received_via, time_source.</summary>
    Station = 5,

    /// <summary>Confidence, flag, reasons, component scores.</summary>
    Scores = 6,
}
