namespace Stratum.Ingest.Tests;

/// <summary>
/// A BME280's registers with the behaviour that matters: it measures only when told, keeps ctrl_hum back until ctrl_meas is written, shows
/// the reset values of channels that it skipped, and is busy for a while.
/// </summary>
internal sealed class SimulatedChip : IRegisterBus
{
    private readonly byte[] _registers = new byte[256];
    private readonly byte[] _measured;
    private int _busyReads;
    private byte _humidityControl;

    public SimulatedChip(byte id, ReadOnlySpan<byte> x88, ReadOnlySpan<byte> xE1, ReadOnlySpan<byte> measured)
    {
        _registers[0xD0] = id;
        x88.CopyTo(_registers.AsSpan(0x88));
        xE1.CopyTo(_registers.AsSpan(0xE1));
        _measured = measured.ToArray();
        ClearMeasurement();
    }

    public bool IsGone { get; set; }

    public bool IsStuck { get; set; }

    public int Measurements { get; private set; }

    public bool IsClosed { get; private set; }

    public byte HumidityOversampling { get; private set; }

    public void Read(byte register, Span<byte> values)
    {
        Check();
        if (register == 0xF3)
        {
            values[0] = (byte)(IsStuck || _busyReads-- > 0 ? 0b1001 : 0);
            return;
        }

        _registers.AsSpan(register, values.Length).CopyTo(values);
    }

    public void Write(byte register, byte value)
    {
        Check();
        switch (register)
        {
            case 0xE0:
                Assert.Equal(0xB6, value);
                ClearMeasurement();
                (_busyReads, _humidityControl, HumidityOversampling) = (2, 0, 0);
                break;
            case 0xF2:
                _humidityControl = value;
                break;
            case 0xF4:
                Measure(value);
                break;
            default:
                Assert.Equal(0xF5, register);
                break;
        }
    }

    public void Dispose() => IsClosed = true;

    private void Measure(byte control)
    {
        Assert.Equal(0b01, control & 0b11);
        HumidityOversampling = _humidityControl;
        Measurements++;
        _busyReads = 1;
        ClearMeasurement();
        if ((control & 0b11100) != 0)
        {
            _measured.AsSpan(0, 3).CopyTo(_registers.AsSpan(0xF7));
        }

        if ((control & 0b11100000) != 0)
        {
            _measured.AsSpan(3, 3).CopyTo(_registers.AsSpan(0xFA));
        }

        if (HumidityOversampling != 0 && _measured.Length == 8)
        {
            _measured.AsSpan(6).CopyTo(_registers.AsSpan(0xFD));
        }
    }

    private void ClearMeasurement() => ((ReadOnlySpan<byte>)[0x80, 0, 0, 0x80, 0, 0, 0x80, 0]).CopyTo(_registers.AsSpan(0xF7));

    private void Check()
    {
        if (IsGone)
        {
            throw new DeviceException("simulated: no answer");
        }
    }
}
