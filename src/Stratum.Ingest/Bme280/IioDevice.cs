using System.Globalization;

namespace Stratum.Ingest;

/// <summary>A chip that the kernel's own driver reads (Linux, Documentation/ABI/testing/sysfs-bus-iio).</summary>
internal sealed class IioDevice
{
    // Chips whose driver prints pressure in kPa.
    private static readonly string[] Names = ["bme280", "bmp280", "bmp180", "bmp085"];

    // A number of at most twenty characters.
    private const int TextBytesMax = 64;

    private readonly string _directory;

    private IioDevice(string directory, string name) => (_directory, Name) = (directory, name);

    public string Name { get; }

    /// <summary>Finds the chip: the directory itself, or the first below it whose name is known.</summary>
    public static IioDevice Find(string root)
    {
        var candidates = Directory.Exists(root) ? Directory.GetDirectories(root, "iio:device*").Order(StringComparer.Ordinal).Prepend(root) : [];
        foreach (var directory in candidates)
        {
            var name = File.Exists(Path.Combine(directory, "name")) ? ReadText(Path.Combine(directory, "name")) : "";
            if (Names.Contains(name))
            {
                return new IioDevice(directory, name);
            }
        }

        throw new DeviceException(
            $"{root} has no {string.Join(", ", Names)}: load the driver "
            + "(dtoverlay=i2c-sensor,bme280, or echo bme280 0x76 > /sys/bus/i2c/devices/i2c-1/new_device)");
    }

    public Bme280Values Read() => new(
        (double?)(Number("in_temp_input") / 1000m),
        (double?)(Number("in_pressure_input") * 1000m),
        (double?)Humidity());

    // Thousandths of a percent since Linux 4.19 (13399ff25f17), percent with decimals before.
    private decimal? Humidity() => Text("in_humidityrelative_input") is { } text && Parse(text) is { } number
        ? text.Contains('.', StringComparison.Ordinal) ? number : number / 1000m
        : null;

    private decimal? Number(string file) => Text(file) is { } text ? Parse(text) : null;

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Text(string file)
    {
        var path = Path.Combine(_directory, file);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return ReadText(path);
        }
        catch (IOException)
        {
            // EIO and EAGAIN happen on a busy bus: once more, then it is a fault.
            return ReadText(path);
        }
    }

    private static string ReadText(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> bytes = stackalloc byte[TextBytesMax];
        var length = file.ReadAtLeast(bytes, TextBytesMax, throwOnEndOfStream: false);
        return System.Text.Encoding.ASCII.GetString(bytes[..length]).Trim();
    }
}
