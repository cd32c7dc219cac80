using System.Security.Cryptography;
using System.Text;

namespace Stratum.Ingest;

/// <summary>
/// The name of a station whose own name is a secret: PASSKEY is what ecowitt.net takes for a password, Ambient's is a MAC, and a
/// Wunderground ID is half of a credential. What is signed and sent to others is a hash with a prefix of its own.
/// </summary>
internal static class GatewayIdentity
{
    // 48 bits: no two of a node's gateways meet, and the text stays short.
    private const int HashBytes = 6;

    /// <summary>The station's device_id: "ecowitt-" or "wu-" and twelve hexadecimal digits, or the bare word where the device says nothing.</summary>
    public static string Of(GatewayFields fields)
    {
        // Ambient's newer consoles give the address itself, as MAC.
        if ((fields.Text("PASSKEY") ?? fields.Text("MAC")) is { } passkey)
        {
            return Hashed("ecowitt", passkey);
        }

        // AcuRite's bridge names itself with id beside the account's ID; the Met Office's WOW has siteid in its place.
        var bridge = fields.Exact("id") ?? fields.Exact("ID") ?? fields.Text("siteid");
        return bridge is { Length: > 0 } ? Hashed("wu", bridge) : fields.Has("stationtype") ? "ecowitt" : "wu";
    }

    /// <summary>The name of one of a bridge's sensors: letters and digits in lower case, or a hash of what is none.</summary>
    public static string SensorOf(string name) => name.All(char.IsAsciiLetterOrDigit)
        ? name.ToLowerInvariant()
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes));

    /// <summary>Prefix and hash of a name that stays here.</summary>
    public static string Hashed(string prefix, string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"stratum {prefix} station\n{secret.ToUpperInvariant()}"));
        return $"{prefix}-{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";
    }
}
