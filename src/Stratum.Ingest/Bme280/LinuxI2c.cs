using System.Runtime.InteropServices;

namespace Stratum.Ingest;

/// <summary>A chip behind /dev/i2c-N (Linux kernel, Documentation/i2c/dev-interface.rst).</summary>
internal sealed class LinuxI2c : IRegisterBus
{
    // linux/i2c-dev.h: I2C_SLAVE, which fails while a kernel driver holds the address.
    private const nuint SlaveRequest = 0x0703;
    private const int NotFound = 2;
    private const int Denied = 13;
    private const int Busy = 16;

    private readonly string _path;
    private readonly int _address;
    private int _descriptor;

    public LinuxI2c(string path, int address)
    {
        (_path, _address) = (path, address);
        if (!OperatingSystem.IsLinux())
        {
            throw new DeviceException($"{path} needs Linux");
        }

        _descriptor = Libc.Open(path, Libc.ReadWrite | Libc.CloseOnExec);
        if (_descriptor < 0)
        {
            throw Failure("cannot be opened");
        }

        if (Libc.IoControl(_descriptor, SlaveRequest, address) < 0)
        {
            var failure = Failure("does not take the address");
            Dispose();
            throw failure;
        }
    }

    public void Read(byte register, Span<byte> values)
    {
        Transfer(register);
        if (Libc.Read(_descriptor, values, values.Length) != values.Length)
        {
            throw Failure("does not answer");
        }
    }

    public void Write(byte register, byte value) => Transfer(register, value);

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }

    private void Transfer(params ReadOnlySpan<byte> bytes)
    {
        if (Libc.Write(_descriptor, bytes, bytes.Length) != bytes.Length)
        {
            throw Failure("does not answer");
        }
    }

    private DeviceException Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        var advice = error switch
        {
            NotFound => "switch the bus on (raspi-config, or dtparam=i2c_arm=on) and load i2c-dev",
            Denied => "put the user that runs Stratum into the group i2c",
            Busy => "a kernel driver holds the chip: use bus = \"iio\"",
            _ => $"check wiring, and whether the other address ({(_address == 0x76 ? "0x77" : "0x76")}) is meant",
        };
        return new DeviceException($"{_path} address 0x{_address:X2} {what} ({Libc.LastError()}): {advice}");
    }
}
