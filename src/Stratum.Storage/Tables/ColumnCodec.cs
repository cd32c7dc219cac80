using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// How the rows of one series become columns. Every double keeps all its bits. Content ids are in no column: they are the hash of what the first three
/// columns and the series say.
/// </summary>
internal static class ColumnCodec
{
    public static void Write(ByteWriter output, TableColumn column, ReadOnlySpan<StoredObservation> rows)
    {
        switch (column)
        {
            case TableColumn.Timestamps:
                WriteTimestamps(output, rows);
                break;
            case TableColumn.Values:
                var values = new double[rows.Length];
                for (var at = 0; at < rows.Length; at++)
                {
                    values[at] = rows[at].Observation.Observation.Value;
                }

                ValueCodec.Write(output, values);
                break;
            case TableColumn.Places:
                PlacesCodec.Write(output, rows);
                break;
            case TableColumn.Station:
                StationCodec.Write(output, rows);
                break;
            case TableColumn.Scores:
                ScoreCodec.Write(output, rows);
                break;
            case TableColumn.Signatures:
                foreach (var row in rows)
                {
                    row.Observation.Signature.CopyTo(output.Reserve(Signature.Size));
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, "not a column");
        }
    }

    public static void Read(ReadOnlySpan<byte> bytes, TableColumn column, BlockRows rows)
    {
        var input = new ByteReader(bytes);
        switch (column)
        {
            case TableColumn.Timestamps:
                DifferenceCodec.Read(ref input, rows.Timestamps);
                break;
            case TableColumn.Values:
                ValueCodec.Read(ref input, rows.Values);
                break;
            case TableColumn.Places:
                PlacesCodec.Read(ref input, rows.Places);
                break;
            case TableColumn.Station:
                StationCodec.Read(ref input, rows);
                break;
            case TableColumn.Scores:
                ScoreCodec.Read(ref input, rows.Assessments);
                break;
            case TableColumn.Signatures:
                for (var at = 0; at < rows.Count; at++)
                {
                    rows.Signatures[at] = Signature.FromBytes(input.Bytes(Signature.Size));
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, "not a column");
        }
    }

    /// <summary>The two columns of a chart. Throws <see cref="InvalidDataException"/>.</summary>
    public static void ReadValues(ReadOnlySpan<byte> timestampBytes, ReadOnlySpan<byte> valueBytes, Span<long> timestamps, Span<double> values)
    {
        var input = new ByteReader(timestampBytes);
        DifferenceCodec.Read(ref input, timestamps);
        input = new ByteReader(valueBytes);
        ValueCodec.Read(ref input, values);
    }

    private static void WriteTimestamps(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var timestamps = new long[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            timestamps[at] = rows[at].Timestamp;
        }

        DifferenceCodec.Write(output, timestamps);
    }
}
