namespace Stratum.Ingest;

/// <summary>Reads the messages of one family of devices. A new preset is one implementation and one line in <see cref="MqttPresets"/>.</summary>
internal interface IMqttReader
{
    /// <summary>What is subscribed to.</summary>
    IReadOnlyList<string> Filters { get; }

    /// <summary>Adds what the message says. Never throws on what a message holds.</summary>
    void Read(MqttMessage message, MqttReadings readings);
}
