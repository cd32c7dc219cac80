using System.Buffers.Binary;
using System.Text.Json;

namespace Stratum.Ingest.Tests;

/// <summary>One entry of vectors.json, as registers of a chip.</summary>
internal sealed class Bme280Vector(JsonElement entry)
{
    public static IEnumerable<string> Names => Root().EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!);

    public static Bme280Vector Get(string name) => new(Root().EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name));

    public bool HasHumidity => entry.GetProperty("adc").GetProperty("H").ValueKind == JsonValueKind.Number;

    public double? Computed(string form, string name) =>
        entry.GetProperty("computed").GetProperty(form).GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public SimulatedChip Chip()
    {
        var (first, second) = (new byte[26], new byte[7]);
        BinaryPrimitives.WriteUInt16LittleEndian(first, (ushort)Calibration("T1"));
        BinaryPrimitives.WriteInt16LittleEndian(first.AsSpan(2), (short)Calibration("T2"));
        BinaryPrimitives.WriteInt16LittleEndian(first.AsSpan(4), (short)Calibration("T3"));
        BinaryPrimitives.WriteUInt16LittleEndian(first.AsSpan(6), (ushort)Calibration("P1"));
        for (var i = 2; i <= 9; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(first.AsSpan(4 + (2 * i)), (short)Calibration($"P{i}"));
        }

        first[25] = (byte)Calibration("H1");
        BinaryPrimitives.WriteInt16LittleEndian(second, (short)Calibration("H2"));
        second[2] = (byte)Calibration("H3");
        var (h4, h5) = (Calibration("H4"), Calibration("H5"));
        (second[3], second[4], second[5], second[6]) = ((byte)(h4 >> 4), (byte)((h4 & 0xF) | ((h5 & 0xF) << 4)), (byte)(h5 >> 4), (byte)Calibration("H6"));
        if (entry.TryGetProperty("registers", out var registers))
        {
            // What was read off a real chip says how the parameters are packed.
            var packed = Convert.FromHexString(registers.GetProperty("x88").GetString()!);
            // 0xA0 is not a parameter.
            first[24] = packed[24];
            Assert.Equal(packed, first);
            Assert.Equal(registers.GetProperty("xE1").GetString(), Convert.ToHexStringLower(second));
        }

        return new SimulatedChip((byte)(HasHumidity ? 0x60 : 0x58), first, second, Measured());
    }

    private byte[] Measured()
    {
        var (p, t) = (Raw("P"), Raw("T"));
        byte[] both = [(byte)(p >> 12), (byte)(p >> 4), (byte)(p << 4), (byte)(t >> 12), (byte)(t >> 4), (byte)(t << 4)];
        return HasHumidity ? [.. both, (byte)(Raw("H") >> 8), (byte)Raw("H")] : both;
    }

    private int Calibration(string name) => entry.GetProperty("calib").GetProperty(name).GetInt32();

    private int Raw(string name) => entry.GetProperty("adc").GetProperty(name).GetInt32();

    private static JsonElement Root()
    {
        using var json = JsonDocument.Parse(Capture.Text("bme280", "vectors.json"));
        return json.RootElement.Clone();
    }
}
