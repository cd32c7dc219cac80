using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the BME280 and BMP280 sensors of this machine's I2C buses.</summary>
public sealed class Bme280Factory : IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c>.</summary>
    public const string AdapterKind = "bme280";

    // The weather preset of the datasheet, section 3.5.1: once a minute.
    private const int IntervalSecondsDefault = 60;

    private readonly HttpIngest _listener;
    private readonly Func<string, int, IRegisterBus> _open;
    private int _count;

    /// <summary>Creates the factory; the listener lends its rules.</summary>
    public Bme280Factory(HttpIngest listener)
        : this(listener, (path, address) => new LinuxI2c(path, address))
    {
    }

    internal Bme280Factory(HttpIngest listener, Func<string, int, IRegisterBus> open) => (_listener, _open) = (listener, open);

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames =>
    [
        "bus", "address", "interval_s", "iio_path", "oversampling", "compensation", "indoor", "temperature_offset", "humidity_offset", "pressure_offset",
    ];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, SettingNames);
        var name = settings.NameOr($"{Kind}-{++_count}");
        var bus = settings.Text("bus") ?? "/dev/i2c-1";
        if (bus != "iio" && !bus.StartsWith('/'))
        {
            throw settings.Wrong($"bus is \"{Excerpt.Of(bus)}\"; accepted are \"iio\" and a device such as \"/dev/i2c-1\"");
        }

        var own = new Bme280Settings
        {
            Bus = bus,
            Address = settings.Integer("address", 0x76, 0x76, 0x77),
            IioPath = settings.Text("iio_path") ?? "/sys/bus/iio/devices",
            Interval = TimeSpan.FromSeconds(settings.Integer("interval_s", IntervalSecondsDefault, 1, 3600)),
            Oversampling = int.Parse(settings.OneOf("oversampling", "1", ["1", "2", "4", "8", "16"]), System.Globalization.CultureInfo.InvariantCulture),
            AsDouble = settings.OneOf("compensation", "integer", ["integer", "double"]) == "double",
            IsIndoor = settings.OneOf("indoor", "false", ["false", "true"]) == "true",
            TemperatureOffset = settings.Decimal("temperature_offset", 0, -20, 20),
            HumidityOffset = settings.Decimal("humidity_offset", 0, -50, 50),
            PressureOffset = settings.Decimal("pressure_offset", 0, -100, 100),
        };
        var deviceId = sensor.DeviceId ?? (_count == 1 ? Kind : $"{Kind}-{_count}");
        return new Bme280Adapter(_listener.Frame(sensor, name, Kind), own, deviceId, _open);
    }
}
