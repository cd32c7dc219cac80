using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>
/// Reads the query parameters of one request and gathers what is wrong with them, so that a client sees every mistake at
/// once. A parameter that the route does not know is a mistake too: a misspelt filter would otherwise give wrong data.
/// </summary>
internal sealed partial class QueryReader(HttpRequest request, IReadOnlyList<string> parameters)
{
    // Enough to see what is wrong; the answer stays small whatever is sent.
    private const int MaxErrors = 20;
    private const int MaxShownCharacters = 100;

    private readonly List<ParameterError> _errors = [];

    public IReadOnlyList<ParameterError> Errors => _errors;

    public bool Has(string name) => request.Query.ContainsKey(name);

    /// <summary>The text of a parameter that is given once; null when it is absent or wrong.</summary>
    public string? Text(string name, int maxCharacters, string accepted)
    {
        if (!parameters.Contains(name))
        {
            throw new InvalidOperationException($"the route does not list its parameter {name}");
        }

        var values = request.Query[name];
        if (values.Count == 0)
        {
            return null;
        }

        var text = values[0] ?? "";
        if (values.Count > 1)
        {
            Fail(name, text, $"is given {values.Count} times", $"once; {accepted}");
            return null;
        }

        if (text.Length == 0 || text.Length > maxCharacters)
        {
            Fail(name, text, text.Length == 0 ? "is empty" : $"has {text.Length} characters", accepted);
            return null;
        }

        return text;
    }

    public double? Number(string name, double min, double max, string unit)
    {
        var accepted = $"a number from {min} to {max} {unit}".TrimEnd();
        if (Text(name, MaxShownCharacters, accepted) is not { } text)
        {
            return null;
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Fail(name, text, double.IsFinite(value) && value != 0 ? "is out of range" : "is not such a number", accepted);
        return null;
    }

    public long? Integer(string name, long min, long max)
    {
        var accepted = $"a whole number from {min} to {max}";
        if (Text(name, MaxShownCharacters, accepted) is not { } text)
        {
            return null;
        }

        var parsed = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        if (parsed && value >= min && value <= max)
        {
            return value;
        }

        Fail(name, text, parsed ? "is out of range" : "is not such a number", accepted);
        return null;
    }

    public long? Instant(string name)
    {
        if (Text(name, MaxShownCharacters, InstantText.Accepted) is not { } text)
        {
            return null;
        }

        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        Fail(name, text, "is not an instant", InstantText.Accepted);
        return null;
    }

    /// <summary>One of a few words; null when absent or wrong.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> choices)
    {
        var accepted = string.Join(", ", choices!);
        if (Text(name, MaxShownCharacters, accepted) is not { } text)
        {
            return null;
        }

        if (choices.Contains(text))
        {
            return text;
        }

        Fail(name, text, "is not known", accepted);
        return null;
    }

    /// <summary>Records a mistake.</summary>
    public void Fail(string name, string? value, string reason, string accepted)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new ParameterError(name, value is { Length: > MaxShownCharacters } ? value[..MaxShownCharacters] + "..." : value, reason, accepted));
        }
    }

    /// <summary>Answers 400 when anything was wrong; true when it did. Called after every parameter was read.</summary>
    public async ValueTask<bool> RefusedAsync(HttpContext context)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!parameters.Contains(name))
            {
                Fail(name, values.ToString(), "is not a parameter of this endpoint", parameters.Count == 0 ? "none" : string.Join(", ", parameters));
            }
        }

        if (_errors.Count == 0)
        {
            return false;
        }

        await ProblemJson.WriteAsync(context, StatusCodes.Status400BadRequest, string.Join("; ", _errors), _errors);
        return true;
    }
}
