namespace Stratum.Ingest;

/// <summary>A device is absent, silent or says what cannot be: expected, shown in /status, and tried again.</summary>
internal sealed class DeviceException(string message, Exception? innerException = null) : Exception(message, innerException);
