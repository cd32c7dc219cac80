namespace Stratum.Ingest.Tests;

/// <summary>What goes wrong with an emulated console; each count is used up.</summary>
internal sealed class ConsoleFaults
{
    /// <summary>Line feeds that a sleeping console does not answer.</summary>
    public int SleepThrough { get; set; }

    /// <summary>Commands whose acknowledgement is lost.</summary>
    public int LostAcks { get; set; }

    /// <summary>Blocks (EEPROM, archive) that arrive with a wrong CRC.</summary>
    public int BadBlocks { get; set; }

    /// <summary>Noise in front of every packet.</summary>
    public byte[] Noise { get; set; } = [];

    /// <summary>Bytes of a damaged packet that come before the next whole one.</summary>
    public byte[] CutPacket { get; set; } = [];

    /// <summary>Firmware without LPS: null knows it, else what it answers (empty: nothing).</summary>
    public byte[]? WithoutLps { get; set; }

    /// <summary>Connections that are dropped after this many packets.</summary>
    public int DropAfterPackets { get; set; } = int.MaxValue;
}
