using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Topics of the output: prefix/signer/device/reading_type.</summary>
internal sealed class MqttOutputTopics(MqttOutputOptions options)
{
    // Sixty bits of a node id: enough to tell nodes apart in topics, short enough to read.
    private const int SignerCharacters = 12;

    public string StatusOf(NodeId signer) => $"{options.TopicPrefix}/{Short(signer)}/status";

    public string StateOf(NodeId signer, string deviceId, string readingType) =>
        $"{options.TopicPrefix}/{Short(signer)}/{Level(deviceId)}/{readingType}";

    public string ConfigOf(string uniqueId) => $"{options.DiscoveryPrefix}/sensor/{uniqueId}/config";

    /// <summary>Letters, digits and '_', the same for ever: what Home Assistant knows an entity by.</summary>
    public static string UniqueIdOf(NodeId signer, string deviceId, string readingType) =>
        "stratum_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{signer}|{deviceId}|{readingType}")).AsSpan(0, 10));

    private static string Short(NodeId signer) => signer.ToString()[..SignerCharacters];

    private static string Level(string deviceId) =>
        string.Create(deviceId.Length, deviceId, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = text[i] is '/' or '+' or '#' or '\0' ? '_' : text[i];
            }
        });
}
