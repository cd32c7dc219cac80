namespace Stratum.Ingest;

/// <summary>What a message does not say of itself.</summary>
/// <param name="Zone">Zone of civil times without an offset.</param>
/// <param name="TemperatureUnit">"C" or "F", where topics carry bare numbers.</param>
/// <param name="Template">Topic of the devices when it is not the family's usual one; it must capture {device}.</param>
internal sealed record MqttReaderOptions(TimeZoneInfo Zone, string TemperatureUnit = "C", TopicTemplate? Template = null)
{
    /// <summary>The clock of what readers remember.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where readers keep what they must not decide otherwise after a restart.</summary>
    public AdapterMemory Memory { get; init; } = new(null);
}
