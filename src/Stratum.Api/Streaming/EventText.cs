using System.Buffers;
using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The text of Server-Sent Events (WHATWG HTML, section 9.2). An observation's JSON never holds a line end.</summary>
internal static class EventText
{
    /// <summary>Milliseconds after which a browser reconnects: long enough not to storm a restarting node, short enough to go unnoticed.</summary>
    private const int RetryMs = 3000;

    public static void WriteStart(IBufferWriter<byte> output)
    {
        output.Write(": stratum stream\nretry: "u8);
        WriteNumber(output, RetryMs);
        output.Write("\n\n"u8);
    }

    public static void WriteObservation(IBufferWriter<byte> output, StoredObservation row, ArrivalEpoch epoch)
    {
        WriteId(output, row.ArrivalNumber, epoch);
        output.Write("\nevent: observation\ndata: "u8);
        ObservationJson.Write(row, output);
        output.Write("\n\n"u8);
    }

    /// <summary>A gap: first and last arrival number that the client will not get, and how many they are (null when nobody can say).</summary>
    public static void WriteGap(IBufferWriter<byte> output, long from, long to, long? missed, ArrivalEpoch epoch)
    {
        WriteId(output, to, epoch);
        output.Write("\nevent: gap\ndata: {\"from\":"u8);
        WriteNumber(output, from);
        output.Write(",\"to\":"u8);
        WriteNumber(output, to);
        output.Write(",\"missed\":"u8);
        if (missed is { } count)
        {
            WriteNumber(output, count);
        }
        else
        {
            output.Write("null"u8);
        }

        output.Write("}\n\n"u8);
    }

    /// <summary>
    /// A comment, and the cursor as an event without data: browsers remember the id and dispatch nothing, so that a stream whose
    /// filter seldom matches does not resume from far back.
    /// </summary>
    public static void WriteHeartbeat(IBufferWriter<byte> output, long arrival, ArrivalEpoch epoch)
    {
        output.Write(": heartbeat\n"u8);
        WriteId(output, arrival, epoch);
        output.Write("\n\n"u8);
    }

    public static void WriteEnd(IBufferWriter<byte> output) => output.Write(": the node is stopping\n\n"u8);

    private static void WriteId(IBufferWriter<byte> output, long arrival, ArrivalEpoch epoch)
    {
        output.Write("id: "u8);
        Encoding.ASCII.GetBytes(epoch.CursorAt(arrival), output);
    }

    private static void WriteNumber(IBufferWriter<byte> output, long value)
    {
        value.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
