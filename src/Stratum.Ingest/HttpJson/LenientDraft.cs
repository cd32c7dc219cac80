using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads a draft as clients write it: numbers in strings, times with a fraction, in milliseconds, in microseconds or as RFC 3339. The canonical form
/// knows none of this: what <see cref="DraftReader"/> takes is taken as it is, and what it refuses is rewritten to what it takes.
/// </summary>
internal static class LenientDraft
{
    private const string Timestamp = "timestamp";
    private const string TimesAccepted =
        "accepted are Unix seconds, milliseconds or microseconds, or RFC 3339 with an offset (\"2026-11-25T15:47:00Z\")";

    /// <summary>Reads the whole text as one draft. The error names the field that is wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ObservationDraft? draft, [NotNullWhen(false)] out DraftError? error)
    {
        if (!DraftReader.TryRead(json, out draft, out error) && IsNumber(error.Field) && json[0] == (byte)'{')
        {
            var rewritten = new ArrayBufferWriter<byte>(json.Length + 32);
            var strict = error;
            error = Rewrite(json, rewritten, strict);
            if (error is null)
            {
                DraftReader.TryRead(rewritten.WrittenSpan, out draft, out error);
            }
        }

        if (draft is null)
        {
            error ??= new DraftError("", "is not a JSON object");
            return false;
        }

        if (draft.Timestamp > UnixTime.SecondsMax)
        {
            draft.Timestamp = UnixTime.FromLarge(draft.Timestamp.Value);
        }

        error = null;
        return true;
    }

    /// <summary>A value that is a number, or the text of one; the reason when it is neither.</summary>
    public static string? TryReadNumber(ReadOnlySpan<byte> json, out double number)
    {
        if (JsonText.TryReadNumber(json, out number))
        {
            return null;
        }

        if (json[0] != (byte)'"' || !JsonText.TryReadText(json, out var text))
        {
            return $"is {JsonText.Shown(json)}; a finite number is accepted";
        }

        if (MessageValue.NumberOf(text) is { } written)
        {
            number = written;
            return null;
        }

        return $"is {JsonText.Shown(json)}; a finite number is accepted, as a number or in a string, with a point before decimals";
    }

    private static bool IsNumber(string field) => field is Timestamp or "value" or "latitude" or "longitude" or "altitude";

    private static DraftError? Rewrite(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> output, DraftError strict)
    {
        output.Write("{"u8);
        var separator = ""u8;
        var members = new JsonSlicer(json);
        while (members.MoveNext())
        {
            output.Write(separator);
            separator = ","u8;
            var member = members.Current;
            if (!JsonText.TrySplitMember(member, out var name, out var value) || !IsNumber(name) || value.SequenceEqual("null"u8))
            {
                output.Write(member);
                continue;
            }

            output.Write(member[..^value.Length]);
            if (WriteNumber(name, value, output) is { } reason)
            {
                return new DraftError(name, reason);
            }
        }

        output.Write("}"u8);
        return members.IsComplete ? null : strict;
    }

    // Writes the value as the strict reader takes it; returns what is wrong with it, or null.
    private static string? WriteNumber(string name, ReadOnlySpan<byte> value, ArrayBufferWriter<byte> output)
    {
        if (name != Timestamp)
        {
            var reason = TryReadNumber(value, out var number);
            output.Write(Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));
            return reason;
        }

        var seconds = SecondsOf(value, out var problem);
        output.Write(Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
        return problem;
    }

    private static long SecondsOf(ReadOnlySpan<byte> value, out string? problem)
    {
        problem = null;
        var isText = JsonText.TryReadText(value, out var text);
        if (!isText && !JsonText.TryReadNumber(value, out _))
        {
            problem = $"is {JsonText.Shown(value)}; {TimesAccepted}";
            return 0;
        }

        text = isText ? text.Trim() : Encoding.ASCII.GetString(value);
        if ((MessageValue.NumberOf(text) is { } number ? UnixTime.ToSeconds(number) : Rfc3339.Read(text)) is { } seconds)
        {
            return seconds;
        }

        problem = Rfc3339.IsDateAndTime(text)
            ? $"is {JsonText.Shown(value)}, which is no time, or has no offset from UTC; {TimesAccepted}"
            : $"is {JsonText.Shown(value)}; {TimesAccepted}";
        return 0;
    }
}
