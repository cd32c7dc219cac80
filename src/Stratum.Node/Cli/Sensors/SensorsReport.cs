using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Stratum.Node.Cli.Sensors;

/// <summary>The answer of /sensors for people.</summary>
internal static class SensorsReport
{
    /// <summary>Everything, lines ended.</summary>
    public static string Write(JsonElement answer)
    {
        var text = new StringBuilder();
        WriteSensors(text, answer);
        WriteHeard(text, answer.GetProperty("heard"));
        WriteRefused(text, answer.GetProperty("refused_senders"));
        return text.ToString();
    }

    /// <summary>One line for a sender that was refused.</summary>
    public static string RefusalOf(JsonElement sender) =>
        $"{Text(sender, "address")} at {Text(sender, "path")}, {Text(sender, "count")} times, the last {Age(sender, "last_age_s")} ago: "
        + $"{Text(sender, "reason")}; {Text(sender, "advice")}";

    /// <summary>Seconds as people say them: "12 s", "5 min", "3 h", "2 d".</summary>
    public static string Age(JsonElement element, string name)
    {
        if (element.GetProperty(name) is not { ValueKind: JsonValueKind.Number } value)
        {
            return "-";
        }

        var seconds = value.GetInt64();
        var (count, unit) = seconds switch
        {
            < 120 => (seconds, "s"),
            < 2 * 3600 => (seconds / 60, "min"),
            < 2 * 86_400 => (seconds / 3600, "h"),
            _ => (seconds / 86_400, "d"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
    }

    /// <summary>A text without control characters: names are strangers' and must not reach a terminal as commands. Null and "" are a dash.</summary>
    public static string Text(JsonElement element, string name)
    {
        var value = element.GetProperty(name);
        var text = value.ValueKind == JsonValueKind.Null ? "" : value.ToString();
        return text.Length == 0 ? "-" : new string([.. text.Select(character => char.IsControl(character) ? '?' : character)]);
    }

    private static void WriteSensors(StringBuilder text, JsonElement answer)
    {
        var sensors = answer.GetProperty("sensors");
        if (sensors.GetArrayLength() == 0)
        {
            text.AppendLine("no readings yet: nothing that this node signed is stored");
            return;
        }

        var table = new TextTable("SOURCE", "DEVICE", "QUANTITY", "VALUE", "AGE", "VERDICT", "DEPLOYMENT");
        foreach (var sensor in sensors.EnumerateArray())
        {
            var confidence = sensor.GetProperty("confidence").GetDouble();
            table.Add(
                Text(sensor, "source"),
                Text(sensor, "device_id"),
                Text(sensor, "reading_type"),
                $"{Text(sensor, "value")} {Text(sensor, "unit")}",
                Age(sensor, "age_s"),
                string.Create(CultureInfo.InvariantCulture, $"{Text(sensor, "verdict")} ({confidence:0.00})"),
                Text(sensor, "deployment"));
        }

        table.WriteTo(text);
        if (answer.GetProperty("left_out").GetInt64() is > 0 and var more)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"and {more} more rows (/sensors?limit=)");
        }
    }

    private static void WriteHeard(StringBuilder text, JsonElement heard)
    {
        if (heard.GetArrayLength() == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("heard and not signed:");
        foreach (var device in heard.EnumerateArray())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Text(device, "device")} ({Text(device, "source")}, {Age(device, "last_age_s")} ago): "
                + $"{Text(device, "readings")}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Text(device, "reason")}");
            if (device.GetProperty("advice").GetString() is { Length: > 0 } advice)
            {
                var source = Text(device, "source");
                text.AppendLine(CultureInfo.InvariantCulture, $"    to sign it, add below the [[sensors]] table of {source}, and restart the node:");
                foreach (var line in advice.Split('\n'))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"      {line}");
                }
            }
        }
    }

    private static void WriteRefused(StringBuilder text, JsonElement senders)
    {
        if (senders.GetArrayLength() > 0)
        {
            text.AppendLine().AppendLine("refused senders:");
            foreach (var sender in senders.EnumerateArray())
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {RefusalOf(sender)}");
            }
        }
    }
}
