namespace Stratum.Ingest;

/// <summary>The registers of one chip. Throws <see cref="DeviceException"/> when it does not answer.</summary>
internal interface IRegisterBus : IDisposable
{
    /// <summary>Reads consecutive registers in one transfer, so that the chip keeps them together.</summary>
    void Read(byte register, Span<byte> values);

    /// <summary>Writes one register.</summary>
    void Write(byte register, byte value);
}
