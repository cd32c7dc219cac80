using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// A topic filter whose levels can be captured: <c>tele/{device}/SENSOR</c> subscribes to tele/+/SENSOR and names what stood there.
/// <c>{_}</c> or + is a level that does not matter, <c>{name...}</c> as the last level is all the rest, as # is.
/// </summary>
internal sealed class TopicTemplate
{
    // A topic has 65,535 bytes at most; nobody writes a filter of more than this.
    private const int CharactersMax = 512;

    private readonly string[] _levels;

    private TopicTemplate(string[] levels)
    {
        _levels = levels;
        Filter = string.Join('/', levels.Select(FilterOf));
    }

    /// <summary>What is subscribed to.</summary>
    public string Filter { get; }

    /// <summary>What is captured.</summary>
    public IEnumerable<string> Names => _levels.Where(level => level.StartsWith('{')).Select(NameOf);

    /// <summary>Throws <see cref="StratumException"/> when the text is no template.</summary>
    public static TopicTemplate Parse(string text)
    {
        var levels = text.Split('/');
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < levels.Length; i++)
        {
            var level = levels[i];
            var isCapture = level.StartsWith('{') && level.EndsWith('}');
            var isRest = level == "#" || (isCapture && level.EndsWith("...}", StringComparison.Ordinal));
            var name = isCapture ? NameOf(level) : "";
            var isWrong = (isRest && i < levels.Length - 1)
                || (!isCapture && level is not ("+" or "#") && level.AsSpan().IndexOfAny("+#{}\0") >= 0)
                || (isCapture && (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || (name != "_" && !names.Add(name))));
            if (isWrong)
            {
                throw Wrong(text);
            }
        }

        return text.Length is > 0 and <= CharactersMax ? new TopicTemplate(levels) : throw Wrong(text);
    }

    /// <summary>Whether the topic fits; the captures are added to <paramref name="captures"/> then.</summary>
    public bool TryMatch(string topic, Dictionary<string, string> captures)
    {
        // Wildcards never match the broker's own topics (MQTT-4.7.2-1).
        if (topic.StartsWith('$') && FilterOf(_levels[0]) is "+" or "#")
        {
            return false;
        }

        var rest = topic.Split('/');
        for (var i = 0; i < _levels.Length; i++)
        {
            var filter = FilterOf(_levels[i]);
            if (filter == "#")
            {
                Capture(_levels[i], string.Join('/', rest.AsSpan(Math.Min(i, rest.Length))!), captures);
                return rest.Length >= i;
            }

            if (i >= rest.Length || (filter != "+" && filter != rest[i]))
            {
                return false;
            }

            Capture(_levels[i], rest[i], captures);
        }

        return rest.Length == _levels.Length;
    }

    private static void Capture(string level, string text, Dictionary<string, string> captures)
    {
        if (level[0..Math.Min(1, level.Length)] == "{")
        {
            captures[NameOf(level)] = text;
        }
    }

    private static string NameOf(string level) => level[1..^1].EndsWith("...", StringComparison.Ordinal) ? level[1..^4] : level[1..^1];

    private static string FilterOf(string level) => level.StartsWith('{') ? (level.EndsWith("...}", StringComparison.Ordinal) ? "#" : "+") : level;

    private static StratumException Wrong(string text) => new(
        $"topic is \"{Excerpt.Of(text)}\"; accepted are levels of text, +, {{name}} (a level that is captured) and, last, # or {{name...}}, "
        + "such as \"tele/{device}/SENSOR\"");
}
