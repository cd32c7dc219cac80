using System.Globalization;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// A path to one value of a JSON message: <c>$</c> (the whole), members <c>.name</c> or <c>['temperature:0']</c>, places <c>[0]</c> and
/// one kind of filter, <c>[?value_type=='SDS_P1']</c>: the first object of an array whose member has that text.
/// </summary>
internal sealed class JsonPath
{
    // Deeper than any device's message; the message itself is limited as well.
    private const int StepsMax = 16;

    private readonly List<Step> _steps;

    private JsonPath(List<Step> steps) => _steps = steps;

    /// <summary>The last member's name; "" when there is none.</summary>
    public string LastName => _steps.FindLast(step => step.Kind == StepKind.Member).Name ?? "";

    /// <summary>Throws <see cref="StratumException"/> when the text is no path.</summary>
    public static JsonPath Parse(string text)
    {
        var rest = text.StartsWith('$') ? text.AsSpan(1) : ("." + text).AsSpan();
        if (text.StartsWith('['))
        {
            rest = text;
        }

        var steps = new List<Step>();
        while (!rest.IsEmpty)
        {
            if (!TryReadStep(ref rest, out var step) || steps.Count == StepsMax)
            {
                throw new StratumException(
                    $"path is \"{Excerpt.Of(text)}\"; accepted are $, .name, ['name'], [0] and [?name=='text'], at most {StepsMax} of them");
            }

            steps.Add(step);
        }

        return new JsonPath(steps);
    }

    /// <summary>The element there, or null.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var current = root;
        foreach (var step in _steps)
        {
            if (step.Apply(current) is not { } next)
            {
                return null;
            }

            current = next;
        }

        return current;
    }

    private static bool TryReadStep(ref ReadOnlySpan<char> rest, out Step step)
    {
        step = default;
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAny('.', '[');
            var name = end < 0 ? rest[1..] : rest.Slice(1, end);
            step = new Step(StepKind.Member, name.ToString(), "", 0);
            rest = rest[(1 + name.Length)..];
            return !name.IsEmpty;
        }

        if (rest[0] != '[' || rest.Length < 3)
        {
            return false;
        }

        if (rest[1] is '\'' or '"')
        {
            var quote = rest[2..].IndexOf(rest[1]);
            if (quote < 0 || rest.Length < quote + 4 || rest[quote + 3] != ']')
            {
                return false;
            }

            step = new Step(StepKind.Member, rest.Slice(2, quote).ToString(), "", 0);
            rest = rest[(quote + 4)..];
            return true;
        }

        var close = rest.IndexOf(']');
        if (close < 2)
        {
            // None, or nothing between the brackets.
            return false;
        }

        var inside = rest[1..close];
        rest = rest[(close + 1)..];
        if (inside[0] != '?')
        {
            var isPlace = int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var place);
            step = new Step(StepKind.Place, "", "", place);
            return isPlace;
        }

        var equals = inside.IndexOf("==");
        if (equals < 2)
        {
            return false;
        }

        var text = inside[(equals + 2)..].Trim();
        var isQuoted = text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0];
        step = new Step(StepKind.Filter, inside[1..equals].Trim().TrimStart("@.").ToString(), isQuoted ? text[1..^1].ToString() : text.ToString(), 0);
        return step.Name.Length > 0;
    }

    private enum StepKind
    {
        Member,
        Place,
        Filter,
    }

    private readonly record struct Step(StepKind Kind, string Name, string Text, int Place)
    {
        public JsonElement? Apply(JsonElement element)
        {
            switch (Kind)
            {
                case StepKind.Member when element.ValueKind == JsonValueKind.Object && element.TryGetProperty(Name, out var member):
                    return member;
                case StepKind.Place when element.ValueKind == JsonValueKind.Array && Place < element.GetArrayLength():
                    return element[Place];
                case StepKind.Filter when element.ValueKind == JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(Name, out var key) && MessageValue.TextOf(key) == Text)
                        {
                            return item;
                        }
                    }

                    return null;
                default:
                    return null;
            }
        }
    }
}
