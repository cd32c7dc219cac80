namespace Stratum.Ingest;

/// <summary>One sensor that a discovery message announced.</summary>
/// <param name="Key">What a later message for the same entity has in common with this one.</param>
/// <param name="Device">Station.</param>
/// <param name="ObjectId">The entity's own name.</param>
/// <param name="StateTopic">Where its values are.</param>
/// <param name="Path">Where in the message; null for the whole.</param>
/// <param name="ReadingType">Registry name.</param>
/// <param name="Unit">The device's unit.</param>
internal sealed record HomeAssistantEntity(string Key, string Device, string ObjectId, string StateTopic, JsonPath? Path, string ReadingType, string Unit);
