namespace Stratum.Ingest;

/// <summary>Which device_ids a request may post for: every one, or those that match one of a token's patterns.</summary>
internal sealed class DeviceScope
{
    private readonly IReadOnlyList<string>? _patterns;

    public DeviceScope(IReadOnlyList<string> patterns) => _patterns = patterns;

    private DeviceScope()
    {
    }

    /// <summary>No restriction: the network is open.</summary>
    public static DeviceScope Everything { get; } = new();

    /// <summary>Whether the device is in the scope. A pattern is a device_id, or the beginning of one followed by <c>*</c>.</summary>
    public bool Contains(string deviceId)
    {
        if (_patterns is null)
        {
            return true;
        }

        foreach (var pattern in _patterns)
        {
            var matches = pattern.EndsWith('*')
                ? deviceId.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
                : string.Equals(deviceId, pattern, StringComparison.Ordinal);
            if (matches)
            {
                return true;
            }
        }

        return false;
    }
}
