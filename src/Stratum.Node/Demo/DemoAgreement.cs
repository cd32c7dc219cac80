using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Node.Demo;

/// <summary>Waits until all nodes hold the same observations, and shows it: by count, then by the hash of every content_id in order.</summary>
internal sealed class DemoAgreement(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // Gossip takes a tenth of a second, a missed one is found by reconciliation within a minute.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    public async Task ReportAsync(List<DemoNode> nodes, DemoReplay replay, HttpClient client, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var counts = new List<long>();
            foreach (var node in nodes)
            {
                counts.Add(await CountAsync(node, client, stop));
            }

            if (counts.All(count => count == replay.Accepted))
            {
                break;
            }

            if (time.GetElapsedTime(started) > Deadline)
            {
                throw new StratumException(
                    $"the nodes hold {string.Join(", ", counts)} observations after {Deadline.TotalSeconds:0} s; {replay.Accepted} were posted",
                        ExitCode.CheckFailed);
            }

            await Task.Delay(Poll, time, stop);
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds;
        var hashes = new List<string>();
        foreach (var node in nodes)
        {
            hashes.Add(await HashAsync(node, client, stop));
        }

        if (hashes.Distinct().Count() != 1)
        {
            throw new StratumException($"the nodes hold different observations: {string.Join(", ", hashes)}", ExitCode.CheckFailed);
        }

        output.WriteLine(
            $"All three nodes hold the same {replay.Accepted:N0} observations ({seconds:0.0} s after the last was posted); "
            + $"SHA-256 over their content_ids: {hashes[0][..16]}...");
    }

    private static async Task<long> CountAsync(DemoNode node, HttpClient client, CancellationToken stop)
    {
        using var status = JsonDocument.Parse(await client.GetStringAsync(new Uri(node.Api, "/status"), stop));
        return status.RootElement.GetProperty("store").GetProperty("observations").GetInt64();
    }

    private static async Task<string> HashAsync(DemoNode node, HttpClient client, CancellationToken stop)
    {
        var ids = new List<string>();
        using var export = new StreamReader(await client.GetStreamAsync(new Uri(node.Api, "/export?format=ndjson&duplicates=all"), stop));
        while (await export.ReadLineAsync(stop) is { } line)
        {
            using var observation = JsonDocument.Parse(line);
            ids.Add(observation.RootElement.GetProperty("content_id").GetString()!);
        }

        ids.Sort(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(ids))));
    }
}
