using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Stratum.Core;
using Stratum.Mesh.Negentropy;

namespace Stratum.Mesh.Tests.Negentropy;

/// <summary>
/// Both roles against what two ends of the JavaScript implementation said to each other (transcripts.js): every message of ours is theirs, byte for byte.
/// </summary>
public sealed class NegentropyTranscriptTests
{
    public static TheoryData<string> Names => [.. Lines().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Session_EveryTranscript_SaysTheSameInBothRoles(string name)
    {
        var transcript = Lines()[name];
        var limit = transcript.GetProperty("limit").GetInt32();
        var client = new NegentropySession(ItemsOf(transcript, "client"), limit);
        var server = new NegentropySession(ItemsOf(transcript, "server"), limit);
        List<ReconciliationItem> have = [];
        List<ContentId> need = [];
        var said = new List<string>();
        var message = client.Initiate();
        while (message is not null)
        {
            said.Add(Told(message));
            var answer = server.Reconcile(message, [], []);
            said.Add(Told(answer!));
            Assert.True(limit == 0 || answer!.Length <= limit, $"{answer!.Length} bytes");
            message = client.Reconcile(answer, have, need);
        }

        Assert.Equal(transcript.GetProperty("messages").EnumerateArray().Select(static element => element.GetString()), said);
        Assert.Equal(transcript.GetProperty("haveDigest").GetString(), Digest(have.Select(static item => item.ContentId.ToString())));
        Assert.Equal(transcript.GetProperty("needDigest").GetString(), Digest(need.Select(static id => id.ToString())));
    }

    private static Dictionary<string, JsonElement> Lines() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Negentropy", "transcripts.ndjson"))
        .Select(static line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(static line => line.GetProperty("name").GetString()!);

    private static ReconciliationItem[] ItemsOf(JsonElement transcript, string end)
    {
        var rules = transcript.GetProperty(end).EnumerateArray().Select(static rule => (Modulus: rule[0].GetInt32(), Remainder: rule[1].GetInt32())).ToArray();
        var zeros = transcript.TryGetProperty("zeroPrefix", out var prefix) ? prefix.GetInt32() : 0;
        var items = new List<ReconciliationItem>();
        for (var at = 0; at < transcript.GetProperty("count").GetInt32(); at++)
        {
            if (!rules.Any(rule => at % rule.Modulus == rule.Remainder))
            {
                var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{transcript.GetProperty("name").GetString()}:{at}"));
                id.AsSpan(0, zeros).Clear();
                var timestamp = transcript.GetProperty("base").GetInt64() + (at / transcript.GetProperty("perSecond").GetInt32());
                items.Add(new ReconciliationItem(timestamp, new ContentId(new Hash256(id))));
            }
        }

        items.Sort();
        return [.. items];
    }

    private static string Told(byte[] message) => message.Length <= 1000
        ? Convert.ToHexStringLower(message)
        : $"{message.Length}:{Convert.ToHexStringLower(SHA256.HashData(message))}";

    private static string Digest(IEnumerable<string> ids) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids.Distinct().Order(StringComparer.Ordinal)))));
}
