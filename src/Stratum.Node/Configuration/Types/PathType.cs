namespace Stratum.Node.Configuration;

/// <summary>A file or directory. Relative paths count from the folder of the file that names them, others from the current folder.</summary>
internal sealed class PathType(bool isRequired) : SettingType<string>
{
    // PATH_MAX of Linux, limits.h.
    private const int MaxCharacters = 4096;

    /// <inheritdoc/>
    public override string Name => "path";

    /// <inheritdoc/>
    public override string Range => isRequired ? "a path of at most 4096 characters" : "a path of at most 4096 characters, or \"\" for none";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out string value)
    {
        value = setting.Text;
        if (!IsText(setting) || value.Length > MaxCharacters || value.Any(char.IsControl))
        {
            return false;
        }

        if (value.Length == 0)
        {
            return !isRequired;
        }

        value = Path.GetFullPath(value, setting.Origin.Folder);
        return true;
    }

    /// <inheritdoc/>
    public override string Format(string value) => TomlLiteral.Of(value);
}
