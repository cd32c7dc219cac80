using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>An adapter's messages in /status.</summary>
internal static class MessageCountsJson
{
    /// <summary>Writes the member <c>messages</c>, where the adapter has any.</summary>
    public static void Write(Utf8JsonWriter json, MessageCounts? messages, long nowMs)
    {
        if (messages is null)
        {
            return;
        }

        json.WriteStartObject("messages");
        json.WriteNumber("seen", messages.Seen);
        json.WriteNumber("read", messages.Read);
        json.WriteNumber("read_in_part", messages.ReadInPart);
        json.WriteNumber("passed_over", messages.PassedOver);
        json.WriteNumber("not_understood", messages.NotUnderstood);
        WriteNote(json, "last_read", messages.LastRead, nowMs);
        WriteNote(json, "last_read_in_part", messages.LastReadInPart, nowMs);
        WriteNote(json, "last_passed_over", messages.LastPassedOver, nowMs);
        WriteNote(json, "last_not_understood", messages.LastNotUnderstood, nowMs);
        json.WriteString("hint", messages.Hint);
        json.WriteEndObject();
    }

    private static void WriteNote(Utf8JsonWriter json, string name, MessageNote? note, long nowMs)
    {
        if (note is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("topic", note.Topic);
        json.WriteString("reason", note.Reason);
        StatusJson.WriteInstantAndAge(json, "at", "age_s", note.AtMs, nowMs);
        json.WriteEndObject();
    }
}
