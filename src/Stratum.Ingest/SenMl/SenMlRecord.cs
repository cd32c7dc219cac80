using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>One record of a SenML pack as it stands, before base values are applied. Numbers keep their text.</summary>
internal sealed class SenMlRecord
{
    // Texts by label, numbers as they are spelled: decimal arithmetic comes later.
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);

    public string? Text(string label) => _texts.GetValueOrDefault(label);

    public string? Number(string label) => _numbers.GetValueOrDefault(label);

    /// <summary>The label of the value that is there and is no number ("vs", "vb", "vd", "s"), or null.</summary>
    public string? OtherValue { get; private set; }

    /// <summary>Only base fields: the record sets them and says nothing itself.</summary>
    public bool IsBaseOnly { get; private set; } = true;

    public static SenMlRecord? Read(ReadOnlySpan<byte> json, out DraftError? error)
    {
        var record = new SenMlRecord();
        error = null;
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            error = new DraftError("", "is not a JSON object");
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var members = new JsonSlicer(json);
        while (error is null && members.MoveNext())
        {
            error = !JsonText.TrySplitMember(members.Current, out var label, out var value)
                ? new DraftError("", $"has a member that is no JSON: {JsonText.Shown(members.Current)}")
                : !seen.Add(label) ? new DraftError(label, "appears twice") : record.Take(label, value);
        }

        error ??= members.IsComplete ? null : new DraftError("", "is no JSON object");
        return error is null ? record : null;
    }

    private DraftError? Take(string label, ReadOnlySpan<byte> value)
    {
        IsBaseOnly &= label.StartsWith('b');
        switch (label)
        {
            case "bn" or "bu" or "n" or "u":
                if (!JsonText.TryReadText(value, out var text))
                {
                    return new DraftError(label, $"is {JsonText.Shown(value)}; a string is accepted");
                }

                _texts[label] = text;
                return null;
            case "bt" or "bv" or "bver" or "t" or "v":
                if (!JsonText.TryReadNumber(value, out _))
                {
                    return new DraftError(label, $"is {JsonText.Shown(value)}; a finite number is accepted");
                }

                _numbers[label] = System.Text.Encoding.ASCII.GetString(value);
                return null;
            case "vs" or "vb" or "vd" or "s":
                OtherValue = label;
                return CheckJson(label, value);
            default:
                // RFC 8428, section 4.4: a label that ends in "_" must be understood.
                return label.EndsWith('_') ? new DraftError(label, "must be understood (RFC 8428, section 4.4) and is not") : CheckJson(label, value);
        }
    }

    private static DraftError? CheckJson(string label, ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 8 });
            while (reader.Read())
            {
                // Only whether it is JSON matters.
            }

            return null;
        }
        catch (JsonException)
        {
            return new DraftError(label, $"is no JSON: {JsonText.Shown(value)}");
        }
    }
}
