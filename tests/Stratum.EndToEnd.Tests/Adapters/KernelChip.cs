using System.Globalization;

namespace Stratum.EndToEnd.Tests;

/// <summary>A BME280 as Linux shows it: a folder of text files, temperature in thousandths, pressure in kPa, humidity in thousandths.</summary>
internal sealed class KernelChip
{
    private readonly string _folder;

    public KernelChip(string devices)
    {
        Devices = devices;
        _folder = Path.Combine(devices, "iio:device0");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "name"), "bme280\n");
    }

    /// <summary>The value of iio_path.</summary>
    public string Devices { get; }

    /// <summary>Each file is replaced whole, as one read of the driver is one value.</summary>
    public void Set(int milliCelsius, decimal kilopascal, int milliPercent)
    {
        Write("in_pressure_input", kilopascal.ToString("F9", CultureInfo.InvariantCulture));
        Write("in_humidityrelative_input", milliPercent.ToString(CultureInfo.InvariantCulture));
        Write("in_temp_input", milliCelsius.ToString(CultureInfo.InvariantCulture));
    }

    private void Write(string name, string text)
    {
        var temporary = Path.Combine(Devices, name + ".new");
        File.WriteAllText(temporary, text + "\n");
        File.Move(temporary, Path.Combine(_folder, name), overwrite: true);
    }
}
