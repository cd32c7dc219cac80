namespace Stratum.Core;

/// <summary>Which observations, in which order. All conditions must hold; null means any.</summary>
public sealed record ObservationQuery
{
    /// <summary>Device id at whatever node; with <see cref="NodeId"/> one station.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Signer.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>One quantity.</summary>
    public string? ReadingType { get; init; }

    /// <summary>One deployment.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>Only positions inside this box.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>Only positions within <see cref="RadiusKm"/> of this point.</summary>
    public GeoPoint? Centre { get; init; }

    /// <summary>Radius around <see cref="Centre"/> in kilometres.</summary>
    public double RadiusKm { get; init; }

    /// <summary>First instant, Unix seconds, included.</summary>
    public long From { get; init; }

    /// <summary>End, Unix seconds, excluded.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Newest first instead of oldest first.</summary>
    public bool Descending { get; init; }

    /// <summary>
    /// Show every content. By default the contents of one reading_id are folded into one: trusted signer, then own node, then
    /// earliest received_at, then lower content_id; <see cref="StoredObservation.Witnesses"/> counts them.
    /// </summary>
    public bool AllDuplicates { get; init; }

    /// <summary>Continue after this cursor of <see cref="IObservationStore.CursorAfter"/>.</summary>
    public string? Cursor { get; init; }
}
