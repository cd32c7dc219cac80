namespace Stratum.Ingest;

/// <summary>The broker refused these credentials or this client: asking again soon does not help.</summary>
internal sealed class MqttRefusedException(string message) : Exception(message);
