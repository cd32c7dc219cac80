using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The own keys of one [[sensors]] table. What is wrong is noted, with the key, and reading goes on with the default, so that all
/// problems are found at once; an adapter is made only of settings without any.
/// </summary>
internal sealed class SensorSettings
{
    private readonly SensorOptions _sensor;
    private readonly List<SettingProblem> _problems = [];

    /// <param name="sensor">The table.</param>
    /// <param name="names">The keys that the adapter has.</param>
    /// <param name="nested">Those of them that are tables or lists; the others take one value.</param>
    public SensorSettings(SensorOptions sensor, IReadOnlyList<string> names, params IReadOnlyList<string> nested)
    {
        _sensor = sensor;
        foreach (var key in sensor.Settings.Keys)
        {
            var name = key.Split(':', 2)[0];
            if (!names.Contains(name))
            {
                Wrong(key, $"has no key \"{Excerpt.Of(name)}\"; its own are {string.Join(", ", names)}");
            }
            else if (name.Length != key.Length != nested.Contains(name))
            {
                Wrong(key, nested.Contains(name) ? $"{name} is a single value; give a list or a table" : $"{name} is a list or a table; give a single value");
            }
        }
    }

    public SensorOptions Sensor => _sensor;

    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <summary>The table's name, or its kind and number.</summary>
    public string Name => NameOf(_sensor);

    public static string NameOf(SensorOptions sensor) =>
        sensor.Name.Length > 0 ? sensor.Name : string.Create(CultureInfo.InvariantCulture, $"{sensor.Adapter}-{sensor.Number}");

    /// <summary>device_id of the one device of a table that gives none.</summary>
    public static string DeviceIdOf(SensorOptions sensor) =>
        sensor.DeviceId ?? (sensor.Number == 1 ? sensor.Adapter : string.Create(CultureInfo.InvariantCulture, $"{sensor.Adapter}-{sensor.Number}"));

    public string? Text(string key) => _sensor.Settings.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;

    /// <summary>The table's name, or another where it has none.</summary>
    public string NameOr(string name) => _sensor.Name.Length > 0 ? _sensor.Name : name;

    /// <summary>The text, or the example when it is missing, which is noted.</summary>
    public string Required(string key, string example)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        Wrong(key, $"needs {ReadingSettings.Shown(key)}, such as \"{example}\"");
        return example;
    }

    public void Refuse(string key, string reason)
    {
        if (Text(key) is not null)
        {
            Wrong(key, $"key {key}: {reason}");
        }
    }

    public string OneOf(string key, string otherwise, params IReadOnlyList<string> accepted)
    {
        var text = Text(key) ?? otherwise;
        if (accepted.Contains(text))
        {
            return text;
        }

        Wrong(key, $"{key} is \"{Excerpt.Of(text)}\"; accepted are {string.Join(", ", accepted.Select(one => $"\"{one}\""))}");
        return otherwise;
    }

    public bool Flag(string key, bool otherwise) => OneOf(key, otherwise ? "true" : "false", "true", "false") == "true";

    public int Integer(string key, int otherwise, int min, int max, bool isShownAsHexadecimal = false)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHexadecimal
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        if (isNumber && number >= min && number <= max)
        {
            return number;
        }

        Wrong(key, isShownAsHexadecimal
            ? $"{key} is {(isNumber ? $"0x{number:x}" : Excerpt.Of(text))}; accepted are 0x{min:x} to 0x{max:x}"
            : $"{key} is {Excerpt.Of(text)}; accepted are {min} to {max}");
        return otherwise;
    }

    public decimal Decimal(string key, decimal otherwise, decimal min, decimal max)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Wrong(key, string.Create(CultureInfo.InvariantCulture, $"{key} is {Excerpt.Of(text)}; accepted are {min} to {max}"));
        return otherwise;
    }

    /// <summary>The address, or the example when it is missing or wrong, which is noted.</summary>
    public Uri HttpUrl(string key, string example)
    {
        var text = Required(key, example);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
        {
            return url;
        }

        Wrong(key, $"{key} is \"{Excerpt.Of(text)}\"; accepted are http:// and https:// addresses without a user, such as \"{example}\"");
        return new Uri(example);
    }

    /// <summary>A time zone of the IANA database; this machine's where there is none.</summary>
    public TimeZoneInfo Zone(string key)
    {
        if (Text(key) is not { } text)
        {
            return TimeZoneInfo.Local;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return zone;
        }

        Wrong(key, $"{key} is \"{Excerpt.Of(text)}\"; accepted are names of the IANA time zone database, such as \"Europe/Oslo\" or \"UTC\"");
        return TimeZoneInfo.Local;
    }

    /// <summary>A file that must be there.</summary>
    public string? File(string key)
    {
        if (Text(key) is { } path && !System.IO.File.Exists(path))
        {
            Wrong(key, $"{key} is \"{path}\"; there is no such file, or this user may not look for it");
        }

        return Text(key);
    }

    /// <summary>What a reader makes of the text; null when there is none, or when the reader throws <see cref="StratumException"/>, which is noted.</summary>
    public T? Parsed<T>(string key, Func<string, T> read)
        where T : class
    {
        try
        {
            return Text(key) is { } text ? read(text) : null;
        }
        catch (StratumException e)
        {
            Wrong(key, e.Message);
            return null;
        }
    }

    /// <summary>Notes what is wrong with a key.</summary>
    public void Wrong(string key, string what) => _problems.Add(new SettingProblem(key, $"{TableOf(_sensor)} {what}"));

    /// <summary>Notes what will surprise.</summary>
    public void Warn(string key, string what) => _problems.Add(new SettingProblem(key, $"{TableOf(_sensor)} {what}") { IsWarning = true });

    /// <summary>Throws <see cref="StratumException"/> when anything is wrong.</summary>
    public void ThrowIfWrong()
    {
        if (_problems.Exists(problem => !problem.IsWarning))
        {
            throw new StratumException(string.Join("; ", _problems.Where(problem => !problem.IsWarning).Select(problem => problem.Message)));
        }
    }

    /// <summary>The table as messages name it.</summary>
    public static string TableOf(SensorOptions sensor) =>
        $"[[sensors]] adapter = \"{sensor.Adapter}\"{(sensor.Name.Length > 0 ? $" name = \"{Excerpt.Of(sensor.Name)}\"" : "")}";
}
