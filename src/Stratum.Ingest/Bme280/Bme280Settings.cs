using System.Globalization;

namespace Stratum.Ingest;

/// <summary>The keys of a bme280 table.</summary>
internal sealed record Bme280Settings
{
    // The weather preset of the datasheet, section 3.5.1: once a minute.
    private const int IntervalSecondsDefault = 60;

    private static readonly string[] SampleCounts = ["1", "2", "4", "8", "16"];

    /// <summary>"/dev/i2c-1", or "iio".</summary>
    public required string Bus { get; init; }

    public int Address { get; init; }

    public required string IioPath { get; init; }

    public TimeSpan Interval { get; init; }

    public int Oversampling { get; init; }

    public bool AsDouble { get; init; }

    public bool IsIndoor { get; init; }

    public decimal TemperatureOffset { get; init; }

    public decimal HumidityOffset { get; init; }

    public decimal PressureOffset { get; init; }

    public bool IsIio => Bus == "iio";

    /// <summary>Which chip it is: two tables for one would sign it twice.</summary>
    public string Chip => IsIio ? $"iio at {IioPath}" : string.Create(CultureInfo.InvariantCulture, $"0x{Address:x} at {Bus}");

    public static Bme280Settings Read(SensorSettings settings)
    {
        var bus = settings.Text("bus") ?? "/dev/i2c-1";
        if (bus != "iio" && !bus.StartsWith('/'))
        {
            settings.Wrong("bus", $"bus is \"{Excerpt.Of(bus)}\"; accepted are \"iio\" and a device such as \"/dev/i2c-1\"");
        }

        return new Bme280Settings
        {
            Bus = bus,
            Address = settings.Integer("address", 0x76, 0x76, 0x77, isShownAsHexadecimal: true),
            IioPath = settings.Text("iio_path") ?? "/sys/bus/iio/devices",
            Interval = TimeSpan.FromSeconds(settings.Integer("interval_s", IntervalSecondsDefault, 1, 3600)),
            Oversampling = int.Parse(settings.OneOf("oversampling", "1", SampleCounts), CultureInfo.InvariantCulture),
            AsDouble = settings.OneOf("compensation", "integer", "integer", "double") == "double",
            IsIndoor = settings.Flag("indoor", false),
            TemperatureOffset = settings.Decimal("temperature_offset", 0, -20, 20),
            HumidityOffset = settings.Decimal("humidity_offset", 0, -50, 50),
            PressureOffset = settings.Decimal("pressure_offset", 0, -100, 100),
        };
    }
}
