namespace Stratum.Node.Configuration;

/// <summary>Messages for names that do not exist, with the name that was probably meant.</summary>
internal static class UnknownName
{
    /// <summary>A name at the top of the file.</summary>
    public static string OfRoot(string name)
    {
        var message = $"unknown table or key `{name}`";
        var homes = HomesOf(name);
        if (homes.Length > 0)
        {
            return $"{message}; it belongs below {homes}";
        }

        return Nearest(name, [.. ConfigurationSchema.Sections, .. ConfigurationSchema.TableArrays]) is { } nearest
            ? $"{message}; did you mean {Brackets(nearest)}?"
            : $"{message}; there are {string.Join(", ", ConfigurationSchema.Sections.Concat(ConfigurationSchema.TableArrays).Select(Brackets))}";
    }

    /// <summary>A name inside of a table.</summary>
    public static string OfKey(string section, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        var message = $"unknown key `{name}` in {Brackets(section)}";
        if (Nearest(name, names) is { } nearest)
        {
            return $"{message}; did you mean `{nearest}`?";
        }

        var homes = HomesOf(name);
        return homes.Length > 0 ? $"{message}; it belongs below {homes}" : $"{message}; there are {string.Join(", ", names)}";
    }

    private static string HomesOf(string name) =>
        string.Join(" or ", ConfigurationSchema.All.Where(key => key.Name == name).Select(key => Brackets(key.Section)).Distinct());

    private static string Brackets(string section) => ConfigurationSchema.IsTableArray(section) ? $"[[{section}]]" : $"[{section}]";

    /// <summary>The name that was probably meant, or null.</summary>
    public static string? Nearest(string name, IReadOnlyList<string> known)
    {
        // A third of the letters wrong is still a typing error; more is another word. The cut bounds the cost of a hostile name.
        const int longest = 64;
        if (name.Length > longest || known.Count == 0)
        {
            return null;
        }

        var nearest = known.MinBy(candidate => EditDistance.Between(name, candidate))!;
        return EditDistance.Between(name, nearest) <= Math.Max(2, name.Length / 3) ? nearest : null;
    }
}
