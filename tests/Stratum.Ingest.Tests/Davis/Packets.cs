namespace Stratum.Ingest.Tests;

/// <summary>The captured packets and pages.</summary>
internal static class Packets
{
    private static readonly Dictionary<string, byte[]> All = Capture.Text("davis", "loop_packets.txt").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => Convert.FromHexString(cells[3]));

    public static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    public static byte[] Get(string name) => All[name];

    public static byte[] Page => Convert.FromHexString(Capture.Text("davis", "dmpaft_page.hex").Trim());
}
