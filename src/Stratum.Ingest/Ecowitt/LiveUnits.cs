using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>The units that a gateway is set to; null where it does not say.</summary>
internal sealed record LiveUnits(string? Temperature, string? Pressure, string? Wind, string? Rain, string? Light)
{
    public static LiveUnits Unknown { get; } = new(null, null, null, null, null);

    public static LiveUnits Read(JsonElement root) => root.ValueKind != JsonValueKind.Object
        ? Unknown
        : new LiveUnits(
            Pick(root, "temperature", ["C", "F"]) ?? Pick(root, "temp", ["C", "F"]),
            Pick(root, "pressure", ["hPa", "inHg", "mmHg"]),
            Pick(root, "wind", ["m/s", "km/h", "mph", "knots"]),
            Pick(root, "rain", ["mm", "in"]),
            Pick(root, "light", ["klux", "W/m2", "kfc"]));

    private static string? Pick(JsonElement root, string name, string[] units) =>
        LiveValue.NumberOf(LiveValue.TextOf(root, name)) is { } index && index >= 0 && index < units.Length && index == (int)index ? units[(int)index] : null;
}
