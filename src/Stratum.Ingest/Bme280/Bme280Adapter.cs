using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Measures at an interval and delivers, with the table's offsets.</summary>
internal sealed class Bme280Adapter(AdapterFrame frame, Bme280Settings settings, string deviceId, Func<string, int, IRegisterBus> open) : DeviceAdapter(frame)
{
    protected override string Target => settings.Bus;

    protected override Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken) =>
        settings.IsIio ? ReadKernelAsync(intake, cancellationToken) : ReadChipAsync(intake, cancellationToken);

    private async Task ReadKernelAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        var device = IioDevice.Find(settings.IioPath);
        while (true)
        {
            await DeliverAsync(intake, device.Read(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadChipAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        using var bus = open(settings.Bus, settings.Address);
        var chip = await Bme280Chip.OpenAsync(bus, settings.Oversampling, Frame.Time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var sample = await chip.MeasureAsync(cancellationToken).ConfigureAwait(false);
            await DeliverAsync(intake, chip.Compensate(sample, settings.AsDouble), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(IObservationIntake intake, Bme280Values values, CancellationToken cancellationToken)
    {
        var readings = new StationReadings(deviceId);
        Add(readings, "temperature", values.TemperatureC, 1, settings.TemperatureOffset);
        Add(readings, "humidity", values.HumidityPercent, 1, settings.HumidityOffset);
        Add(readings, "pressure", values.PressurePa, 100, settings.PressureOffset);
        if (readings.Items.Count == 0)
        {
            throw new DeviceException($"{settings.Bus} gives no value on any channel: the chip did not measure");
        }

        SeaLevelPressure.AddTo(readings, Frame.Altitude, Frame.Sources);
        Frame.State = "connected";
        await Frame.DeliverAsync(intake, readings, cancellationToken).ConfigureAwait(false);
        await Task.Delay(settings.Interval, Frame.Time, cancellationToken).ConfigureAwait(false);
    }

    // Fixed point, pascal and thousandths are the chip's and the kernel's units: one conversion, one rounding, offset included.
    private void Add(StationReadings readings, string readingType, double? value, decimal divisor, decimal offset)
    {
        // What decimal can hold, and far more than a chip can mean.
        const double most = 1e12;
        if (value is { } known && Math.Abs(known) < most)
        {
            var quantity = QuantityRegistry.Default.Find(readingType)!;
            readings.Add(
                readingType, UnitConversion.Round(((decimal)known / divisor) + offset, quantity.Decimals), quantity.Unit,
                deployment: settings.IsIndoor ? StationReadings.Indoor : "");
        }
    }
}
