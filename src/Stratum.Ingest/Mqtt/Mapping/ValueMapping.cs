namespace Stratum.Ingest;

/// <summary>One value of a [[sensors]] table's own mapping.</summary>
/// <param name="Path">Where the value is.</param>
/// <param name="ReadingType">Registry name, or "" when the field's name says it (temperature_F).</param>
/// <param name="Unit">The device's unit; "" for the registry's, or for what <paramref name="UnitPath"/> or the field's name says.</param>
/// <param name="UnitPath">Where the message says the unit, or null.</param>
/// <param name="Suffix">What device_id gets for a further sensor.</param>
/// <param name="Nulls">Texts that mean "no value".</param>
internal sealed record ValueMapping(JsonPath Path, string ReadingType, string Unit, JsonPath? UnitPath, string Suffix, IReadOnlyList<string> Nulls)
{
    /// <summary>The keys of one mapping.</summary>
    public static readonly IReadOnlyList<string> Names = ["path", "reading_type", "unit", "unit_path", "suffix", "null", "counter"];

    public void Read(MqttMessage message, string fieldName, MqttReadings readings)
    {
        var element = message.Root is { } root ? Path.Find(root) : null;
        var text = message.IsStructured || Path.LastName.Length > 0 ? MessageValue.TextOf(element) : message.Text;
        if (Nulls.Contains(text))
        {
            return;
        }

        if (Path.LastName.Length > 0 && !message.IsStructured)
        {
            readings.MissJson(message);
            return;
        }

        if ((message.IsStructured || Path.LastName.Length > 0 ? MessageValue.LenientNumberOf(text) : readings.Plain(message)) is not { } value)
        {
            return;
        }

        var (readingType, unit, suffix) = (ReadingType, Unit, Suffix);
        if (UnitPath is { } unitPath && message.Root is { } whole)
        {
            var told = MessageValue.TextOf(unitPath.Find(whole));
            if (told.Length == 0 && message.Damage is not null)
            {
                // The unit may be what is lost.
                return;
            }

            unit = told.Length > 0 ? told : unit;
        }

        if (readingType.Length == 0)
        {
            // "uv" of some sensors is the index, of others a raw value: reading_type says which.
            if (KnownFields.Find(Path.LastName.Length > 0 ? Path.LastName : fieldName) is not { Stem: not "uv" } field)
            {
                return;
            }

            (readingType, unit) = (field.ReadingType, unit.Length > 0 ? unit : field.Unit);
            suffix = suffix.Length > 0 || field.Sensor.Length == 0 ? suffix : "-ch" + field.Sensor;
        }

        readings.Add(readingType, value, unit, suffix);
    }
}
