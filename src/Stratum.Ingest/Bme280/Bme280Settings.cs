namespace Stratum.Ingest;

/// <summary>The keys of a bme280 table.</summary>
internal sealed record Bme280Settings
{
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
}
