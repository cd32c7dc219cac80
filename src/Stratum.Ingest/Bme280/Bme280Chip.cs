namespace Stratum.Ingest;

/// <summary>
/// One BME280 (or BMP280, which has no humidity) in forced mode: it sleeps between measurements, so that it does not warm itself.
/// Register numbers and times are of the datasheet, sections 5.4 and 9.1.
/// </summary>
internal sealed class Bme280Chip
{
    private const byte IdRegister = 0xD0;
    private const byte ResetRegister = 0xE0;
    private const byte ControlHumidity = 0xF2;
    private const byte StatusRegister = 0xF3;
    private const byte ControlMeasure = 0xF4;
    private const byte ConfigRegister = 0xF5;
    private const byte ResetWord = 0xB6;
    private const byte ForcedMode = 0b01;
    private const byte CopyingBit = 0b0001;
    private const byte MeasuringBit = 0b1000;

    // After 2 ms the chip copies its parameters; ten times that is broken.
    private const int PollsMax = 10;
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(2);

    private readonly IRegisterBus _bus;
    private readonly TimeProvider _time;
    private readonly Bme280Calibration _calibration;
    private readonly byte _oversampling;
    private readonly bool _hasHumidity;

    private Bme280Chip(IRegisterBus bus, TimeProvider time, Bme280Calibration calibration, byte oversampling, bool hasHumidity)
    {
        (_bus, _time, _calibration, _oversampling, _hasHumidity) = (bus, time, calibration, oversampling, hasHumidity);
    }

    /// <summary>"BME280" or "BMP280".</summary>
    public string Model => _hasHumidity ? "BME280" : "BMP280";

    /// <summary>Resets the chip and reads its parameters. Throws <see cref="DeviceException"/> when it is another one.</summary>
    /// <param name="bus">Its registers.</param>
    /// <param name="oversampling">1, 2, 4, 8 or 16, of all channels.</param>
    /// <param name="time">For the waits.</param>
    /// <param name="cancellationToken">Ends the waits.</param>
    public static async Task<Bme280Chip> OpenAsync(IRegisterBus bus, int oversampling, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = ReadOne(bus, IdRegister);
        if (id is not (0x60 or 0x58 or 0x57 or 0x56))
        {
            var other = id switch
            {
                0x61 => "a BME680, which this adapter does not read (use bus = \"iio\")",
                0x55 => "a BMP180, which this adapter does not read (use bus = \"iio\")",
                0x00 or 0xFF => "nothing that answers: check wiring and address",
                _ => "an unknown chip",
            };
            throw new DeviceException($"the chip's id is 0x{id:X2}, {other}; 0x60 (BME280) and 0x58 (BMP280) are accepted");
        }

        bus.Write(ResetRegister, ResetWord);
        await WaitAsync(bus, CopyingBit, "does not finish its reset", time, cancellationToken).ConfigureAwait(false);
        var hasHumidity = id == 0x60;
        return new Bme280Chip(bus, time, ReadCalibration(bus, hasHumidity), CodeOf(oversampling), hasHumidity);
    }

    /// <summary>Makes one measurement.</summary>
    public async Task<Bme280Sample> MeasureAsync(CancellationToken cancellationToken)
    {
        // ctrl_hum takes effect with the write to ctrl_meas; config is only taken in sleep mode. Written each time: a chip that lost its
        // supply for a moment has forgotten them.
        if (_hasHumidity)
        {
            _bus.Write(ControlHumidity, _oversampling);
        }

        _bus.Write(ConfigRegister, 0);
        _bus.Write(ControlMeasure, (byte)((_oversampling << 5) | (_oversampling << 2) | ForcedMode));
        await Task.Delay(MeasureTime(1 << (_oversampling - 1), _hasHumidity), _time, cancellationToken).ConfigureAwait(false);
        await WaitAsync(_bus, MeasuringBit, "does not finish its measurement", _time, cancellationToken).ConfigureAwait(false);
        var registers = new byte[Bme280Sample.Bytes];
        _bus.Read(0xF7, registers.AsSpan(0, _hasHumidity ? 8 : 6));
        if (!_hasHumidity)
        {
            registers[6] = 0x80;
        }

        return Bme280Sample.Read(registers);
    }

    public Bme280Values Compensate(Bme280Sample sample, bool asDouble) =>
        asDouble ? DoubleCompensation.Compute(_calibration, sample) : IntegerCompensation.Compute(_calibration, sample);

    /// <summary>The longest that a measurement takes (section 9.1), all channels with the same oversampling.</summary>
    internal static TimeSpan MeasureTime(int oversampling, bool hasHumidity)
    {
        var milliseconds = 1.25 + (2.3 * oversampling) + (2.3 * oversampling) + 0.575 + (hasHumidity ? (2.3 * oversampling) + 0.575 : 0);
        return TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds));
    }

    private static Bme280Calibration ReadCalibration(IRegisterBus bus, bool hasHumidity)
    {
        var first = new byte[Bme280Calibration.FirstBytes];
        var second = new byte[Bme280Calibration.SecondBytes];
        bus.Read(0x88, first);
        if (hasHumidity)
        {
            bus.Read(0xE1, second);
        }

        var calibration = Bme280Calibration.Read(first, second);
        return calibration.IsPlausible
            ? calibration
            : throw new DeviceException("the chip's calibration reads as all zeros or all ones: check wiring and supply");
    }

    private static async Task WaitAsync(IRegisterBus bus, byte bit, string what, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var poll = 0; poll < PollsMax; poll++)
        {
            await Task.Delay(PollWait, time, cancellationToken).ConfigureAwait(false);
            if ((ReadOne(bus, StatusRegister) & bit) == 0)
            {
                return;
            }
        }

        throw new DeviceException($"the chip {what}: check its supply");
    }

    private static byte ReadOne(IRegisterBus bus, byte register)
    {
        Span<byte> one = stackalloc byte[1];
        bus.Read(register, one);
        return one[0];
    }

    // osrs: 1..5 stand for 1, 2, 4, 8 and 16 samples.
    private static byte CodeOf(int oversampling) => (byte)(int.Log2(oversampling) + 1);
}
