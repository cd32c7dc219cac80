using System.Buffers.Binary;

namespace Stratum.EndToEnd.Tests;

/// <summary>Packets and archive pages of a Vantage console (serial communication manual 2.6.1), made from a few values.</summary>
internal static class ReplayPacket
{
    public const int Bytes = 99;
    public const int RecordsPerPage = 5;

    private const int RecordBytes = 52;
    private const int PageBytes = 267;

    /// <summary>What one LOOP and one LOOP2 packet hold of readings.</summary>
    public const int ReadingsOfLoop = 7;
    public const int ReadingsOfLoop2 = 10;
    public const int ReadingsOfRecord = 7;

    public static byte[] Loop(bool isLoop2, int temperatureTenthsF, int rainClicks)
    {
        var packet = new byte[Bytes];
        packet.AsSpan().Fill(0xFF);
        "LOO"u8.CopyTo(packet);
        packet[4] = isLoop2 ? (byte)1 : (byte)0;
        Word(packet, 7, 29_921);
        Word(packet, 9, 0x7FFF);
        Word(packet, 12, temperatureTenthsF);
        packet[14] = 5;
        Word(packet, 16, 180);
        packet[33] = 40;
        Word(packet, 41, 12);
        Word(packet, 44, 0x7FFF);
        packet[95] = (byte)'\n';
        packet[96] = (byte)'\r';
        if (isLoop2)
        {
            Word(packet, 22, 7);
            Word(packet, 24, 190);
            Word(packet, 30, 50);
            Word(packet, 35, 255);
            Word(packet, 37, 255);
            Word(packet, 67, 29_500);
        }
        else
        {
            Word(packet, 54, rainClicks);
            packet[86] = 0;
            Word(packet, 87, 800);
        }

        return WithCrc(packet);
    }

    /// <summary>One page with the records of these instants, in UTC; slots that are left over were never written.</summary>
    public static byte[] Page(byte number, ReadOnlySpan<(DateTime Time, int TemperatureTenthsF)> records)
    {
        var page = new byte[PageBytes];
        page.AsSpan().Fill(0xFF);
        page[0] = number;
        for (var i = 0; i < records.Length; i++)
        {
            var record = page.AsSpan(1 + (i * RecordBytes), RecordBytes);
            var time = records[i].Time;
            Word(record, 0, time.Day + (time.Month * 32) + ((time.Year - 2000) * 512));
            Word(record, 2, (time.Hour * 100) + time.Minute);
            Word(record, 4, records[i].TemperatureTenthsF);
            Word(record, 14, 29_900);
            Word(record, 16, 0x7FFF);
            Word(record, 20, 0x7FFF);
            record[23] = 60;
            record[24] = 3;
            record[25] = 9;
            record[26] = 4;
            record[27] = 8;
        }

        return WithCrc(page);
    }

    /// <summary>Puts the CRC (CRC-16/XMODEM, high byte first) into the last two bytes.</summary>
    public static byte[] WithCrc(byte[] block)
    {
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(block.Length - 2), Crc(block.AsSpan(0, block.Length - 2)));
        return block;
    }

    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }

        return (ushort)crc;
    }

    private static void Word(Span<byte> bytes, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], (ushort)value);
}
