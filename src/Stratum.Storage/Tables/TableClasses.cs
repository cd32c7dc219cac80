namespace Stratum.Storage;

/// <summary>Whose rows a table holds, as the operator saw it when it was asked first.</summary>
internal sealed class TableClasses
{
    private readonly ClassRows[] _rows = new ClassRows[3];

    private TableClasses() => Array.Fill(_rows, new ClassRows(0, long.MaxValue, long.MinValue));

    public ClassRows this[ObservationClass owner] => _rows[(int)owner];

    /// <summary>Goes through the index; series of which nothing is known count as those of an unknown signer.</summary>
    public static TableClasses Of(BlockIndex blocks, Func<uint, ObservationClass> classOf)
    {
        var classes = new TableClasses();
        uint last = 0;
        var owner = ObservationClass.Unknown;
        foreach (var block in blocks)
        {
            if (block.SeriesId != last)
            {
                (last, owner) = (block.SeriesId, classOf(block.SeriesId));
            }

            ref var rows = ref classes._rows[(int)owner];
            rows = new ClassRows(rows.Bytes + block.Length, Math.Min(rows.Oldest, block.MinTimestamp), Math.Max(rows.Newest, block.MaxTimestamp));
        }

        return classes;
    }

    /// <summary>Whether it has rows that are below the floor of their class.</summary>
    public bool HasExpired(RetentionFloors floors)
    {
        for (var owner = 0; owner < _rows.Length; owner++)
        {
            if (_rows[owner].Oldest < floors.Of((ObservationClass)owner))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it has rows that may stay.</summary>
    public bool HasKept(RetentionFloors floors)
    {
        for (var owner = 0; owner < _rows.Length; owner++)
        {
            if (_rows[owner].Newest >= floors.Of((ObservationClass)owner))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The rows of one class in a table.</summary>
/// <param name="Bytes">Bytes of their blocks.</param>
/// <param name="Oldest">Unix seconds; the largest number when there are none.</param>
/// <param name="Newest">Unix seconds; the smallest number when there are none.</param>
internal readonly record struct ClassRows(long Bytes, long Oldest, long Newest);
