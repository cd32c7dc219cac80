using System.Buffers.Binary;

namespace Stratum.Ingest;

/// <summary>
/// A serial line as a stream: raw, 8N1, no flow control, by termios. Reads wait by poll(2) in short turns, so that they can be cancelled
/// and a line that is unplugged ends them.
/// </summary>
internal sealed class SerialStream : Stream
{
    // How long a cancellation may take.
    private const int PollMs = 50;

    // struct termios has 60 bytes in glibc and musl on the architectures that .NET has; more than enough.
    private const int TermiosBytes = 256;

    // c_cflag is the third word: enable the receiver, ignore modem lines, one stop bit, no RTS/CTS.
    private const int ControlFlags = 8;
    private const uint ReceiverOn = 0x80;
    private const uint IgnoreModemLines = 0x800;
    private const uint TwoStopBits = 0x40;
    private const uint HardwareFlow = 0x80000000;
    private const int PollIn = 1;
    private const int TryAgain = 11;
    private const int Interrupted = 4;

    private int _descriptor;

    /// <summary>Takes over an open descriptor that does not block.</summary>
    internal SerialStream(int descriptor) => _descriptor = descriptor;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The termios constant of a speed; null for one that no console has.</summary>
    public static uint? SpeedOf(int baud) => baud switch
    {
        1200 => 9,
        2400 => 11,
        4800 => 12,
        9600 => 13,
        19200 => 14,
        _ => null,
    };

    /// <summary>Opens a line. Throws <see cref="DeviceException"/> with advice.</summary>
    public static SerialStream Open(string path, int baud)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new DeviceException($"{path}: serial lines need Linux; use tcp:// with a WeatherLinkIP or ser2net");
        }

        var descriptor = Libc.Open(path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec);
        if (descriptor < 0)
        {
            throw new DeviceException($"{path} cannot be opened ({Libc.LastError()}): check that the logger is plugged in, and that this user is in the group dialout");
        }

        Span<byte> termios = stackalloc byte[TermiosBytes];
        termios.Clear();
        if (Libc.GetTerminal(descriptor, termios) == 0)
        {
            Libc.MakeRaw(termios);
            var flags = BinaryPrimitives.ReadUInt32LittleEndian(termios[ControlFlags..]);
            flags = (flags | ReceiverOn | IgnoreModemLines) & ~(TwoStopBits | HardwareFlow);
            BinaryPrimitives.WriteUInt32LittleEndian(termios[ControlFlags..], flags);
            if (Libc.SetSpeed(termios, SpeedOf(baud) ?? 0) == 0 && Libc.SetTerminal(descriptor, 0, termios) == 0)
            {
                return new SerialStream(descriptor);
            }
        }

        var problem = Libc.LastError();
        Libc.Close(descriptor);
        throw new DeviceException($"{path} is no serial line that takes {baud} 8N1 ({problem})");
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => ReadSlowly(buffer.Span, cancellationToken), cancellationToken));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadSlowly(buffer.AsSpan(offset, count), CancellationToken.None);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Commands have a few bytes; the line's buffer takes kilobytes.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Libc.Write(_descriptor, buffer, buffer.Length) != buffer.Length)
        {
            throw new DeviceException($"the serial line does not take a command ({Libc.LastError()}): check that it is still plugged in");
        }
    }

    public override void Flush()
    {
        // Nothing is held back here.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            Libc.Close(descriptor);
        }

        base.Dispose(disposing);
    }

    private int ReadSlowly(Span<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var poll = new Libc.PollDescriptor { Descriptor = _descriptor, Events = PollIn };
            if (Libc.Poll(ref poll, 1, PollMs) <= 0)
            {
                continue;
            }

            var read = Libc.Read(_descriptor, buffer, buffer.Length);
            if (read >= 0)
            {
                return (int)read;
            }

            if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() is not (TryAgain or Interrupted))
            {
                throw new DeviceException($"the serial line ended ({Libc.LastError()}): check that it is still plugged in");
            }
        }
    }
}
