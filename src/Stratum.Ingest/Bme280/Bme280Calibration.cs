using System.Buffers.Binary;

namespace Stratum.Ingest;

/// <summary>The chip's trimming parameters (BME280 datasheet 1.24, table 16).</summary>
internal sealed record Bme280Calibration
{
    /// <summary>Registers 0x88 to 0xA1.</summary>
    public const int FirstBytes = 26;

    /// <summary>Registers 0xE1 to 0xE7.</summary>
    public const int SecondBytes = 7;

    public ushort T1 { get; init; }

    public short T2 { get; init; }

    public short T3 { get; init; }

    public ushort P1 { get; init; }

    /// <summary>P2 to P9, at places 0 to 7.</summary>
    public required IReadOnlyList<short> P { get; init; }

    public byte H1 { get; init; }

    public short H2 { get; init; }

    public byte H3 { get; init; }

    public short H4 { get; init; }

    public short H5 { get; init; }

    public sbyte H6 { get; init; }

    /// <summary>Whether any parameter differs from what an absent chip or a bus that hangs reads as.</summary>
    public bool IsPlausible => T1 is not (0 or ushort.MaxValue) && P1 is not (0 or ushort.MaxValue);

    public static Bme280Calibration Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var p = new short[8];
        for (var i = 0; i < p.Length; i++)
        {
            p[i] = BinaryPrimitives.ReadInt16LittleEndian(first[(8 + (2 * i))..]);
        }

        return new Bme280Calibration
        {
            T1 = BinaryPrimitives.ReadUInt16LittleEndian(first),
            T2 = BinaryPrimitives.ReadInt16LittleEndian(first[2..]),
            T3 = BinaryPrimitives.ReadInt16LittleEndian(first[4..]),
            P1 = BinaryPrimitives.ReadUInt16LittleEndian(first[6..]),
            P = p,
            H1 = first[25],
            H2 = BinaryPrimitives.ReadInt16LittleEndian(second),
            H3 = second[2],
            // Twelve bits each, signed, that share register 0xE5.
            H4 = (short)(((sbyte)second[3] * 16) | (second[4] & 0x0F)),
            H5 = (short)(((sbyte)second[5] * 16) | (second[4] >> 4)),
            H6 = (sbyte)second[6],
        };
    }
}
