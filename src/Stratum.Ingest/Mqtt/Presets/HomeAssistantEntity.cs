namespace Stratum.Ingest;

/// <summary>One sensor that a discovery message announced.</summary>
/// <param name="Key">What a later message for the same entity has in common with this one.</param>
/// <param name="Device">Station.</param>
/// <param name="Identity">The entity's own id: unique_id, else its place in the discovery topic.</param>
/// <param name="Suffix">What the device_id gets for it.</param>
/// <param name="LongSuffix">What it gets where another entity has that name.</param>
/// <param name="StateTopic">Where its values are; may have wildcards.</param>
/// <param name="Path">Where in the message; null for the whole.</param>
/// <param name="ReadingType">Registry name.</param>
/// <param name="Unit">The device's unit.</param>
/// <param name="Deployment">deployment_type that its names tell, or null.</param>
internal sealed record HomeAssistantEntity(
    string Key, string Device, string Identity, string Suffix, string LongSuffix, string StateTopic, JsonPath? Path, string ReadingType, string Unit,
    string? Deployment);
