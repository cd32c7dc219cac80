using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>A peer to dial, pinned to a node id or not.</summary>
/// <param name="NodeId">The only identity that may answer, or null for any.</param>
/// <param name="Host">Name or IP address, without brackets.</param>
/// <param name="Port">1..65535.</param>
internal sealed record PeerAddress(NodeId? NodeId, string Host, int Port)
{
    // RFC 1035, section 2.3.4: a name has at most 255 octets, 253 as text.
    private const int MaxHostCharacters = 253;

    // Ten years.
    private const int MaxWindowHours = 87_600;

    private const string SyncMark = "?sync=";

    /// <summary>What "latest" fills.</summary>
    public const int LatestHours = 1;

    /// <summary>Hours that are filled from this peer, 0 for all; null: as [network] sync says.</summary>
    public int? WindowHours { get; init; }

    /// <summary>
    /// Parses <c>host:port</c>, <c>[ipv6]:port</c>, each with <c>nodeid@</c> before it or not, and with <c>?sync=full</c>, <c>?sync=latest</c> or a number of
    /// hours as <c>?sync=48h</c> behind it or not.
    /// </summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out PeerAddress peer)
    {
        peer = null;
        int? windowHours = null;
        var mark = text.IndexOf(SyncMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            windowHours = HoursOf(text[(mark + SyncMark.Length)..]);
            if (windowHours is null)
            {
                return false;
            }

            text = text[..mark];
        }

        NodeId? nodeId = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!Core.NodeId.TryParse(text.AsSpan(0, at), out var parsed))
            {
                return false;
            }

            nodeId = parsed;
        }

        var address = text[(at + 1)..];
        var colon = address.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return false;
        }

        var host = address[..colon];
        var isBracketed = host is ['[', .., ']'];
        host = isBracketed ? host[1..^1] : host;
        var expected = isBracketed ? UriHostNameType.IPv6 : Uri.CheckHostName(host);
        if (host.Length > MaxHostCharacters
            || Uri.CheckHostName(host) != expected
            || expected is UriHostNameType.Unknown
            || (!isBracketed && expected is UriHostNameType.IPv6))
        {
            return false;
        }

        peer = new PeerAddress(nodeId, host, port) { WindowHours = windowHours };
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var sync = WindowHours switch
        {
            null => "",
            0 => $"{SyncMark}full",
            LatestHours => $"{SyncMark}latest",
            { } hours => $"{SyncMark}{hours}h",
        };
        return NodeId is { } nodeId ? $"{nodeId}@{host}:{Port}{sync}" : $"{host}:{Port}{sync}";
    }

    private static int? HoursOf(string sync) => sync switch
    {
        "full" => 0,
        "latest" => LatestHours,
        [.. var digits, 'h'] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && hours is >= 1 and <= MaxWindowHours => hours,
        _ => null,
    };
}
