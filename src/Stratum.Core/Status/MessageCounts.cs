namespace Stratum.Core;

/// <summary>What became of the messages of a source that subscribes to them, since start. Seen = Read + PassedOver + NotUnderstood.</summary>
public sealed record MessageCounts
{
    /// <summary>Messages that came.</summary>
    public long Seen { get; init; }

    /// <summary>Those with at least one reading, or an announcement of some.</summary>
    public long Read { get; init; }

    /// <summary>
    /// Those that were understood and have no reading: "unavailable", a retained one without a time, quantities that the registry does not know.
    /// </summary>
    public long PassedOver { get; init; }

    /// <summary>Those that should have readings and could not be read.</summary>
    public long NotUnderstood { get; init; }

    /// <summary>Of those read the ones of which a part was left out because it is damaged or contradicts itself.</summary>
    public long ReadInPart { get; init; }

    /// <summary>The last that was read; null before the first.</summary>
    public MessageNote? LastRead { get; init; }

    /// <summary>The last that was passed over.</summary>
    public MessageNote? LastPassedOver { get; init; }

    /// <summary>The last that was not understood.</summary>
    public MessageNote? LastNotUnderstood { get; init; }

    /// <summary>The last that was read in part.</summary>
    public MessageNote? LastReadInPart { get; init; }

    /// <summary>Why nothing is read, as far as can be told, and what the broker has instead; null when all is well.</summary>
    public string? Hint { get; init; }
}
