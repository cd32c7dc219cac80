using System.Net;
using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>The types that several keys share.</summary>
internal static class SettingTypes
{
    /// <summary>true or false.</summary>
    public static readonly BooleanType Boolean = new();

    /// <summary>Address to listen on.</summary>
    public static readonly ListenType Listen = new();

    /// <summary>A path that must be given.</summary>
    public static readonly PathType Path = new(isRequired: true);

    /// <summary>A path, or nothing.</summary>
    public static readonly PathType OptionalPath = new(isRequired: false);

    /// <summary>Degrees north.</summary>
    public static readonly NumberType Latitude = new(-90, 90, "degrees");

    /// <summary>Degrees east.</summary>
    public static readonly NumberType Longitude = new(-180, 180, "degrees");

    /// <summary>Metres above sea level: from below the Dead Sea's shore to above where balloons burst.</summary>
    public static readonly NumberType Altitude = new(-500, 50_000, "m");

    /// <summary>Decimals of degrees: 0 is about 100 km, 7 about a centimetre.</summary>
    public static readonly OptionalIntegerType PositionDecimals = new(0, 7);

    /// <summary>A weight.</summary>
    public static readonly NumberType Weight = new(0, 1);

    /// <summary>Node ids.</summary>
    public static readonly ListType<NodeId> NodeIds = new(new ParsedType<NodeId>(
        "node id", "52 characters a-z and 2-7 as `stratum status` and `stratum keygen` print them",
        static (string text, out NodeId id) => NodeId.TryParse(text, out id)));

    /// <summary>Peers.</summary>
    public static readonly ListType<PeerAddress> Peers = new(new ParsedType<PeerAddress>(
        "peer", "host:port or nodeid@host:port, IPv6 in brackets, ?sync=full, ?sync=latest or ?sync=48h behind it where that peer differs",
            PeerAddress.TryParse));

    /// <summary>Networks.</summary>
    public static readonly ListType<IPNetwork> Networks = new(new ParsedType<IPNetwork>(
        "network", "address/prefix without host bits, such as \"192.168.1.0/24\" or \"::1/128\"", IsNetwork));

    /// <summary>Origins of web pages.</summary>
    public static readonly ListType<string> Origins = new(new TextType("\"*\" or scheme://host[:port] without a path", IsOrigin, "origin"));

    /// <summary>.NET 9 refuses host bits and .NET 10 drops them: a network that silently is another one than written opens the wrong door.</summary>
    private static bool IsNetwork(string text, out IPNetwork network) =>
        IPNetwork.TryParse(text, out network)
        && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var address)
        && address.Equals(network.BaseAddress);

    private static bool IsOrigin(string text) =>
        text == "*"
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme is "http" or "https")
            && uri.UserInfo.Length == 0
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase));
}
