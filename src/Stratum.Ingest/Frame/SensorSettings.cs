using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The own keys of one [[sensors]] table, read with errors that name the table, the value and what is accepted.</summary>
internal sealed class SensorSettings
{
    private readonly SensorOptions _sensor;

    /// <summary>Throws <see cref="StratumException"/> on a key that the adapter does not have.</summary>
    public SensorSettings(SensorOptions sensor, IReadOnlyList<string> names)
    {
        _sensor = sensor;
        foreach (var key in sensor.Settings.Keys)
        {
            if (!names.Contains(key.Split(':', 2)[0]))
            {
                throw Wrong($"has no key \"{Excerpt.Of(key)}\"; its own are {string.Join(", ", names)}");
            }
        }
    }

    public string NameOr(string name) => _sensor.Name.Length > 0 ? _sensor.Name : name;

    public string? Text(string key) => _sensor.Settings.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;

    public string Required(string key, string example) => Text(key) ?? throw Wrong($"needs {key}, such as \"{example}\"");

    public void Refuse(string key, string reason)
    {
        if (Text(key) is not null)
        {
            throw Wrong($"key {key}: {reason}");
        }
    }

    public string OneOf(string key, string otherwise, IReadOnlyList<string> accepted)
    {
        var text = Text(key) ?? otherwise;
        return accepted.Contains(text) ? text
            : throw Wrong($"{key} is \"{Excerpt.Of(text)}\"; accepted are {string.Join(", ", accepted.Select(one => $"\"{one}\""))}");
    }

    public int Integer(string key, int otherwise, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHexadecimal
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return isNumber && number >= min && number <= max ? number : throw Wrong($"{key} is {Excerpt.Of(text)}; accepted are {min} to {max}");
    }

    public decimal Decimal(string key, decimal otherwise, decimal min, decimal max)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"{key} is {Excerpt.Of(text)}; accepted are {min} to {max}"));
    }

    public Uri HttpUrl(string key, string example)
    {
        var text = Required(key, example);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url
            : throw Wrong($"{key} is \"{Excerpt.Of(text)}\"; accepted are http:// and https:// addresses without a user, such as \"{example}\"");
    }

    public StratumException Wrong(string what) =>
        new($"[[sensors]] adapter = \"{_sensor.Adapter}\"{(_sensor.Name.Length > 0 ? $" name = \"{Excerpt.Of(_sensor.Name)}\"" : "")} {what}");
}
