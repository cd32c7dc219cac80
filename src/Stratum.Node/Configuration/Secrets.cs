namespace Stratum.Node.Configuration;

/// <summary>Keeps secrets out of messages and of `config show`.</summary>
internal static class Secrets
{
    private const string Masked = "***";

    /// <summary>The text, or stars in place of what is secret in it: the whole value of a secret key, the password in a URL.</summary>
    public static string Mask(string name, string text)
    {
        if (AdapterSetting.IsSecret(name))
        {
            return text.Length == 0 ? text : Masked;
        }

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var at = text.LastIndexOf('@');
        var colon = scheme < 0 ? -1 : text.IndexOf(':', scheme + 3);
        return scheme >= 0 && colon >= 0 && colon < at ? string.Concat(text.AsSpan(0, colon + 1), Masked, text.AsSpan(at)) : text;
    }
}
