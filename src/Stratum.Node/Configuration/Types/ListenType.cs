using System.Globalization;
using System.Net;

namespace Stratum.Node.Configuration;

/// <summary>An address to listen on. Port 0 lets the system choose one.</summary>
internal sealed class ListenType : SettingType<IPEndPoint>
{
    /// <inheritdoc/>
    public override string Name => "address";

    /// <inheritdoc/>
    public override string Range => "ip:port with a port of 0 to 65535, IPv6 in brackets: \"0.0.0.0:8080\", \"127.0.0.1:0\", \"[::]:8080\"";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out IPEndPoint value)
    {
        value = new IPEndPoint(IPAddress.None, 0);
        var text = setting.Text;
        var colon = text.LastIndexOf(':');
        if (!IsText(setting) || colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text[..colon];
        var isBracketed = host is ['[', .., ']'];
        if (!IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var address) || (address.GetAddressBytes().Length > 4) != isBracketed)
        {
            return false;
        }

        // IPAddress also takes "127.1" and "1"; here an IPv4 address is four numbers.
        value = new IPEndPoint(address, port);
        return isBracketed || host == address.ToString();
    }

    /// <inheritdoc/>
    public override string Format(IPEndPoint value) => TomlLiteral.Of(value.ToString());
}
