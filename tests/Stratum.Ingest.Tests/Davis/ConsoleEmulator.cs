using System.Buffers.Binary;
using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>
/// A Vantage console behind a byte stream: it sleeps, wakes at a line feed, answers EEBRD, LPS, LOOP and DMPAFT as the manual says, and
/// fails as it is told to. Packets come as fast as they are read, and end when there are no more.
/// </summary>
internal sealed class ConsoleEmulator(IReadOnlyList<byte[]> packets)
{
    private readonly Queue<byte[]> _left = new(packets);

    public ConsoleFaults Faults { get; } = new();

    /// <summary>EEPROM 0x2B.</summary>
    public byte Setup { get; set; }

    /// <summary>The archive: whole pages.</summary>
    public IReadOnlyList<byte[]> Pages { get; set; } = [];

    public List<string> Commands { get; } = [];

    public byte[] ArchiveSince { get; private set; } = [];

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await ReadByteAsync(stream, cancellationToken) is { } value)
        {
            if (value != '\n')
            {
                line.Add(value);
                continue;
            }

            var command = Encoding.ASCII.GetString([.. line]);
            line.Clear();
            if (command.Length == 0)
            {
                if (Faults.SleepThrough-- <= 0)
                {
                    await stream.WriteAsync("\n\r"u8.ToArray(), cancellationToken);
                }

                continue;
            }

            lock (Commands)
            {
                Commands.Add(command);
            }

            if (!await AnswerAsync(stream, command, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> AnswerAsync(Stream stream, string command, CancellationToken cancellationToken)
    {
        if (Faults.LostAcks > 0)
        {
            Faults.LostAcks--;
            return true;
        }

        switch (command.Split(' ')[0])
        {
            case "EEBRD":
                await SendAsync(stream, [0x06], cancellationToken);
                await SendBlockAsync(stream, [Setup], cancellationToken);
                return true;
            case "LPS" when Faults.WithoutLps is { } answer:
                await SendAsync(stream, answer, cancellationToken);
                return true;
            case "LPS" or "LOOP":
                await SendAsync(stream, [0x06], cancellationToken);
                return await SendPacketsAsync(stream, cancellationToken);
            case "DMPAFT":
                await SendAsync(stream, [0x06], cancellationToken);
                await SendArchiveAsync(stream, cancellationToken);
                return true;
            default:
                await SendAsync(stream, [0x21], cancellationToken);
                return true;
        }
    }

    private async Task<bool> SendPacketsAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (var sent = 0; _left.Count > 0; sent++)
        {
            if (sent == Faults.DropAfterPackets)
            {
                Faults.DropAfterPackets = int.MaxValue;
                return false;
            }

            await SendAsync(stream, [.. Faults.Noise, .. Faults.CutPacket, .. _left.Dequeue()], cancellationToken);
        }

        return true;
    }

    private async Task SendArchiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArchiveSince = await ReadAsync(stream, 6, cancellationToken);
        Assert.Equal(0, DavisCrc.Compute(ArchiveSince));
        var extent = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(extent, (ushort)Pages.Count);
        await SendAsync(stream, [0x06], cancellationToken);
        await SendBlockAsync(stream, extent, cancellationToken);
        if (await ReadByteAsync(stream, cancellationToken) != 0x06)
        {
            return;
        }

        for (var page = 0; page < Pages.Count;)
        {
            var bytes = (byte[])Pages[page].Clone();
            if (Faults.BadBlocks > 0)
            {
                Faults.BadBlocks--;
                bytes[10] ^= 0xFF;
            }

            await SendAsync(stream, bytes, cancellationToken);
            var answer = await ReadByteAsync(stream, cancellationToken);
            if (answer is not (0x06 or 0x21))
            {
                return;
            }

            page += answer == 0x06 ? 1 : 0;
        }
    }

    private async Task SendBlockAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        var crc = DavisCrc.Compute(bytes);
        if (Faults.BadBlocks > 0)
        {
            Faults.BadBlocks--;
            crc ^= 1;
        }

        await SendAsync(stream, [.. bytes, (byte)(crc >> 8), (byte)crc], cancellationToken);
    }

    private static Task SendAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken).AsTask();

    private static async Task<byte?> ReadByteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        return await stream.ReadAsync(one, cancellationToken) == 0 ? null : one[0];
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
