using System.Buffers.Binary;
using System.Text;

namespace Stratum.Ingest;

/// <summary>The conversation with a Vantage console (manual 2.6.1; behaviour as INGEST, section 1.1, collected it).</summary>
internal sealed partial class DavisConsole(DavisPort port, DavisTiming timing)
{
    private const byte Ack = 0x06;
    private const byte Nak = 0x15;

    // What the manual prints as NAK, and some firmware sends.
    private const byte NakPrinted = 0x21;
    private const byte Cancel = 0x18;
    private const byte Escape = 0x1B;
    private const int TriesMax = 3;

    // WeatherLinkIP and the console itself stop by themselves at some 220 packets.
    private const int PacketsPerRequest = 200;

    private static readonly byte[] LineFeed = [0x0A];

    /// <summary>Wakes the console, ends whatever it was sending, and leaves nothing in the buffer.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (attempt > 0)
            {
                await port.WriteAsync("\n\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            await port.DropAsync(attempt > 0 ? timing.Settle : timing.WriteGap, cancellationToken).ConfigureAwait(false);
            await port.WriteAsync(LineFeed, cancellationToken).ConfigureAwait(false);
            if (await FindPromptAsync(cancellationToken).ConfigureAwait(false))
            {
                await port.DropAsync(timing.WriteGap, cancellationToken).ConfigureAwait(false);
                return;
            }
        }

        throw new DeviceException($"the console does not wake up after {TriesMax} tries: check cable, speed (19200 8N1), and that nobody else is connected");
    }

    /// <summary>Sends a command until it is acknowledged. False when the console refuses it.</summary>
    public async Task<bool> CommandAsync(string command, CancellationToken cancellationToken)
    {
        var bytes = Encoding.ASCII.GetBytes(command + "\n");
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (attempt > 0)
            {
                await WakeAsync(cancellationToken).ConfigureAwait(false);
            }

            await port.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (await AcknowledgedAsync(cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }

        throw new DeviceException($"the console did not answer {command} in {TriesMax} tries");
    }

    /// <summary>The size of the rain collector's clicks (EEPROM 0x2B); null when the console does not say.</summary>
    public async Task<RainCollector?> ReadCollectorAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            await WakeAsync(cancellationToken).ConfigureAwait(false);
            if (!await CommandAsync("EEBRD 2B 1", cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (await ReadBlockAsync(3, cancellationToken).ConfigureAwait(false) is { } block)
            {
                return RainCollector.OfSetupBits(block[0]);
            }
        }

        return null;
    }

    /// <summary>Asks for a stream of both packets, or of LOOP alone where the firmware (before 1.90) has no LPS. Gives how many will come.</summary>
    public async Task<int> StartPacketsAsync(CancellationToken cancellationToken)
    {
        await WakeAsync(cancellationToken).ConfigureAwait(false);
        if (!_hasNoLps)
        {
            try
            {
                if (await CommandAsync($"LPS 3 {PacketsPerRequest}", cancellationToken).ConfigureAwait(false))
                {
                    return PacketsPerRequest;
                }
            }
            catch (DeviceException)
            {
                // Old firmware answers a command that it does not know with nothing at all.
            }

            await WakeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!await CommandAsync($"LOOP {PacketsPerRequest}", cancellationToken).ConfigureAwait(false))
        {
            throw new DeviceException("the console refuses LPS and LOOP: check that it is a Vantage Pro, Pro2 or Vue");
        }

        _hasNoLps = true;
        return PacketsPerRequest;
    }

    /// <summary>
    /// The next packet whose CRC is right, wherever in the stream it begins: what is between is noise and passed over. Null when none came in time.
    /// </summary>
    public async Task<byte[]?> ReadPacketAsync(CancellationToken cancellationToken)
    {
        // Thirty packets' worth of noise is no console.
        const int noiseMax = 30 * LoopPacket.Bytes;
        for (var skipped = 0; skipped < noiseMax;)
        {
            if (!await port.FillAsync(LoopPacket.Bytes, timing.Packet, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            var received = port.Received;
            var at = received.IndexOf(LoopPacket.Marker);
            if (at == 0 && LoopPacket.IsValid(received[..LoopPacket.Bytes]))
            {
                var packet = received[..LoopPacket.Bytes].ToArray();
                port.Skip(LoopPacket.Bytes);
                return packet;
            }

            // Past a damaged packet's marker byte by byte, so that the whole one behind a cut one is found; else to the next marker, and with none
            // in sight all but the two bytes that may be the beginning of one.
            var step = at switch { 0 => 1, > 0 => at, _ => received.Length - 2 };
            port.Skip(step);
            skipped += step;
        }

        throw new DeviceException("the console sends only noise: check the speed (19200 8N1) and the cable");
    }

    private bool _hasNoLps;

    // Null when nothing that is an answer came.
    private async Task<bool?> AcknowledgedAsync(CancellationToken cancellationToken)
    {
        // Line ends of an earlier wake-up may be in front.
        const int strayMax = 16;
        for (var stray = 0; stray < strayMax; stray++)
        {
            if (!await port.FillAsync(1, timing.Answer, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            var answer = port.Received[0];
            port.Skip(1);
            switch (answer)
            {
                case Ack:
                    return true;
                case Nak or NakPrinted:
                    return false;
                case Cancel:
                    return null;
            }
        }

        return null;
    }

    private async Task<bool> FindPromptAsync(CancellationToken cancellationToken)
    {
        while (await port.FillAsync(2, timing.Wake, cancellationToken).ConfigureAwait(false))
        {
            if (port.Received[0] == '\n' && port.Received[1] == '\r')
            {
                port.Skip(2);
                return true;
            }

            port.Skip(1);
        }

        return false;
    }

    // A block that ends with its CRC; null when it is cut or damaged.
    private async Task<byte[]?> ReadBlockAsync(int count, CancellationToken cancellationToken)
    {
        if (!await port.FillAsync(count, timing.Answer, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var block = port.Received[..count].ToArray();
        port.Skip(count);
        return DavisCrc.Compute(block) == 0 ? block : null;
    }

    private static byte[] WithCrc(ReadOnlySpan<byte> bytes)
    {
        var block = new byte[bytes.Length + 2];
        bytes.CopyTo(block);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(bytes.Length), DavisCrc.Compute(bytes));
        return block;
    }
}
