namespace Stratum.Core;

/// <summary>Fields of an observation before it is signed: what an adapter knows. Null means absent; defaults act in <see cref="ObservationBuilder"/>.</summary>
public sealed class ObservationDraft
{
    private readonly string?[] _texts = new string?[TextFields.Count];

    /// <summary>Unix seconds of the measurement.</summary>
    public long? Timestamp { get; set; }

    /// <summary>The value in the draft's unit.</summary>
    public double? Value { get; set; }

    /// <summary>Degrees north; with <see cref="Longitude"/> or not at all.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees east; with <see cref="Latitude"/> or not at all.</summary>
    public double? Longitude { get; set; }

    /// <summary>Metres above sea level.</summary>
    public double? Altitude { get; set; }

    /// <summary>signing_payload_version; only 1 or null is accepted.</summary>
    public long? PayloadVersion { get; set; }

    /// <summary>A text field; null when absent.</summary>
    public string? this[TextField field]
    {
        get => _texts[(int)field];
        set => _texts[(int)field] = value;
    }

    /// <summary>A copy that can be changed without changing this one.</summary>
    public ObservationDraft Clone()
    {
        var copy = new ObservationDraft
        {
            Timestamp = Timestamp,
            Value = Value,
            Latitude = Latitude,
            Longitude = Longitude,
            Altitude = Altitude,
            PayloadVersion = PayloadVersion,
        };
        _texts.CopyTo(copy._texts, 0);
        return copy;
    }
}
