namespace Stratum.Core;

/// <summary>A device that a source hears and that is not signed.</summary>
/// <param name="Device">Its name, as patterns of [[sensors.device]] see it.</param>
/// <param name="Readings">What it said last, for people: "temperature 3.0 C, humidity 88 %".</param>
/// <param name="Reason">Why it is not signed.</param>
/// <param name="Advice">The lines of configuration that would have it signed; empty when there is no such line.</param>
/// <param name="LastAtMs">Unix milliseconds of its last message.</param>
/// <param name="Messages">Messages since start.</param>
public sealed record HeardDevice(string Device, string Readings, string Reason, string Advice, long LastAtMs, long Messages);
