namespace Stratum.Ingest;

/// <summary>CRC-16/XMODEM (polynomial 0x1021, from 0), sent high byte first: over a block and its CRC it is 0 (Davis manual 2.6.1, section XII).</summary>
internal static class DavisCrc
{
    private const int Polynomial = 0x1021;

    private static readonly ushort[] Table = BuildTable();

    public static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var value in bytes)
        {
            crc = (ushort)(Table[(crc >> 8) ^ value] ^ (crc << 8));
        }

        return crc;
    }

    private static ushort[] BuildTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}
