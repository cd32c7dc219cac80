namespace Stratum.Storage;

/// <summary>What a record of the write-ahead log holds.</summary>
internal enum WalRecordType : byte
{
    /// <summary>The definition of one series, before its first row in the segment.</summary>
    Series = 1,

    /// <summary>Up to <see cref="WalFormat.MaxRowsPerRecord"/> rows, each a difference to the row before: version 1.</summary>
    ChainedRows = 2,

    /// <summary>A change of the list of tables; only in a manifest, which is framed like a segment.</summary>
    Edit = 3,

    /// <summary>Up to <see cref="WalFormat.MaxRowsPerRecord"/> rows, each with a CRC of its own.</summary>
    Rows = 4,
}
