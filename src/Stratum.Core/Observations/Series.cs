namespace Stratum.Core;

/// <summary>
/// Everything in an observation that does not change from reading to reading: all canonical fields but timestamp, value and
/// position, plus the signer's key. Immutable; equal when every field is equal. One instance is shared by many observations.
/// </summary>
public sealed partial class Series : IEquatable<Series>
{
    private readonly string[] _texts;
    private readonly int _hashCode;

    /// <summary>Creates a series from its fields as they are; nothing is defaulted, trimmed or looked up.</summary>
    /// <param name="signer">The node that signs.</param>
    /// <param name="payloadVersion">signing_payload_version.</param>
    /// <param name="texts">The text fields, indexed by <see cref="TextField"/>; copied.</param>
    public Series(NodeId signer, int payloadVersion, ReadOnlySpan<string> texts)
    {
        if (texts.Length != TextFields.Count)
        {
            throw new ArgumentException($"{texts.Length} text fields given, {TextFields.Count} needed", nameof(texts));
        }

        Signer = signer;
        PayloadVersion = payloadVersion;
        _texts = texts.ToArray();
        Deployment = Deployments.Of(_texts[(int)TextField.DeploymentType]);
        var hash = new HashCode();
        hash.Add(signer);
        hash.Add(payloadVersion);
        foreach (var text in _texts)
        {
            hash.Add(text, StringComparer.Ordinal);
        }

        _hashCode = hash.ToHashCode();
    }

    /// <summary>The node at which the readings enter the mesh and are signed.</summary>
    public NodeId Signer { get; }

    /// <summary>signing_payload_version.</summary>
    public int PayloadVersion { get; }

    /// <summary>device_id, 1..128 characters.</summary>
    public string DeviceId => _texts[(int)TextField.DeviceId];

    /// <summary>reading_type, for instance <c>temperature</c>.</summary>
    public string ReadingType => _texts[(int)TextField.ReadingType];

    /// <summary>unit, for instance <c>hPa</c>; "" when unknown.</summary>
    public string Unit => _texts[(int)TextField.Unit];

    /// <summary>The station that the series belongs to.</summary>
    public StationKey Station => new(Signer, DeviceId);

    /// <summary>Where the sensor measures, by deployment_type.</summary>
    public Deployment Deployment { get; }

    /// <summary>A text field.</summary>
    public string this[TextField field] => _texts[(int)field];

    /// <inheritdoc/>
    public bool Equals(Series? other) => ReferenceEquals(this, other)
        || (other is not null && _hashCode == other._hashCode && Signer == other.Signer && PayloadVersion == other.PayloadVersion
            && _texts.AsSpan().SequenceEqual(other._texts));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Series);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashCode;
}
