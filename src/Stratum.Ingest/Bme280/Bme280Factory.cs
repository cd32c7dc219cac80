using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the BME280 and BMP280 sensors of this machine's I2C buses.</summary>
public sealed class Bme280Factory : IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c>.</summary>
    public const string AdapterKind = "bme280";

    private readonly HttpIngest _listener;
    private readonly Func<string, int, IRegisterBus> _open;

    /// <summary>Creates the factory; the listener lends its rules.</summary>
    public Bme280Factory(HttpIngest listener)
        : this(listener, (path, address) => new LinuxI2c(path, address))
    {
    }

    internal Bme280Factory(HttpIngest listener, Func<string, int, IRegisterBus> open) => (_listener, _open) = (listener, open);

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => Names;

    private static readonly string[] Names =
    [
        "bus", "address", "interval_s", "iio_path", "oversampling", "compensation", "indoor", "temperature_offset", "humidity_offset", "pressure_offset",
    ];

    /// <summary>What is wrong with a table.</summary>
    public static IReadOnlyList<SettingProblem> Check(SensorOptions sensor)
    {
        var settings = new SensorSettings(sensor, Names);
        Bme280Settings.Read(settings);
        return settings.Problems;
    }

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, Names);
        var own = Bme280Settings.Read(settings);
        settings.ThrowIfWrong();
        return new Bme280Adapter(_listener.Frame(sensor, settings.Name, Kind), own, SensorSettings.DeviceIdOf(sensor), _open);
    }
}
