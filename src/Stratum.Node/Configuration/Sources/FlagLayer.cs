namespace Stratum.Node.Configuration;

/// <summary>Settings of the command line.</summary>
internal static class FlagLayer
{
    /// <summary>Makes settings of paths and texts; <paramref name="names"/> says how the user typed each.</summary>
    public static SettingLayer Of(IReadOnlyDictionary<string, string> flags, IReadOnlyDictionary<string, string> names, string folder)
    {
        var layer = new SettingLayer();
        foreach (var (path, text) in flags)
        {
            layer.Set(new Setting(path, text, null, new ValueOrigin(OriginKind.Flag, names.GetValueOrDefault(path, path), null, folder)));
        }

        return layer;
    }
}
