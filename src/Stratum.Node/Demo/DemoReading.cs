namespace Stratum.Node.Demo;

/// <summary>One reading of the demo's data.</summary>
internal sealed record DemoReading
{
    /// <summary>When it was measured: seconds before the end of its data set.</summary>
    public required long SecondsBeforeEnd { get; init; }

    /// <summary>device_id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>reading_type, and the unit that the source uses.</summary>
    public required string ReadingType { get; init; }

    /// <summary>unit.</summary>
    public required string Unit { get; init; }

    /// <summary>value.</summary>
    public required double Value { get; init; }

    /// <summary>Degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees.</summary>
    public required double Longitude { get; init; }

    /// <summary>Metres above sea level; null when the source does not say.</summary>
    public double? Altitude { get; init; }

    /// <summary>data_source_name, data_source and data_license.</summary>
    public required DemoSource Source { get; init; }
}

/// <summary>Who measured, under which licence.</summary>
internal sealed record DemoSource(string Id, string Name, string License, string SensorModel);
