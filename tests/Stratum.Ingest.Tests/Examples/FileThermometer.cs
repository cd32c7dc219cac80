using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

internal sealed class FileThermometerFactory(HttpIngest listener) : IIngestAdapterFactory
{
    public string Kind => "file_thermometer";

    public IReadOnlyList<string> SettingNames => ["path"];

    public IIngestAdapter Create(SensorOptions sensor)
    {
        var settings = new SensorSettings(sensor, SettingNames);
        var path = settings.Required("path", "/run/thermometer");

        // What is wrong is noted as it is read, so that all of it is said at once.
        settings.ThrowIfWrong();
        return new FileThermometer(listener.Frame(sensor, settings.NameOr(Kind), Kind), path);
    }
}

internal sealed class FileThermometer(AdapterFrame frame, string path) : DeviceAdapter(frame)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    protected override string Target => path;

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        while (true)
        {
            // An exception of any kind ends the session: /status shows it, and backoff begins the next.
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fahrenheit))
            {
                throw new DeviceException($"{path} has no number: check the program that writes it");
            }

            var readings = new StationReadings(Frame.Sensor.DeviceId ?? Kind);
            readings.Add("temperature", fahrenheit, "F");
            Frame.State = "connected";
            await Frame.DeliverAsync(intake, readings, cancellationToken);
            await Task.Delay(Interval, Frame.Time, cancellationToken);
        }
    }
}
