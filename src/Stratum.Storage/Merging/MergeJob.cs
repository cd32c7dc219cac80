namespace Stratum.Storage;

/// <summary>Tables to be written anew as one: those of a day, or of many days that peers are no longer offered.</summary>
/// <param name="Inputs">The tables when the job began; those flushed meanwhile stay beside the result.</param>
/// <param name="Output">The name of the result.</param>
/// <param name="Floors">What is below them is left out.</param>
internal sealed record MergeJob(TableHandle[] Inputs, TableRecord Output, RetentionFloors Floors)
{
    /// <summary>Whether the result may take the place of the inputs: retention has not taken one of them meanwhile.</summary>
    public bool IsStillWanted(StoreView view) => Array.TrueForAll(Inputs, input => Array.IndexOf(view.Tables, input) >= 0);

    /// <summary>The days of some tables, as one that is kept.</summary>
    public static TableRecord Kept(ulong number, IEnumerable<TableRecord> tables)
    {
        var (first, last) = (long.MaxValue, 0L);
        foreach (var table in tables)
        {
            (first, last) = (Math.Min(first, table.Day), Math.Max(last, table.LastDay));
        }

        return new TableRecord(number, first, checked((int)(last - first + 1)));
    }
}
