namespace Stratum.Ingest;

/// <summary>The other side sent what MQTT 3.1.1 does not allow; the connection is closed.</summary>
internal sealed class MqttProtocolException(string message) : Exception(message);
