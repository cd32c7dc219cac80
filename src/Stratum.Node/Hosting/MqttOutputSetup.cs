using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration;

namespace Stratum.Node.Hosting;

/// <summary>From [mqtt_out] to the output at a broker.</summary>
internal static class MqttOutputSetup
{
    /// <summary>The output, or null when no url is set. Throws <see cref="StratumException"/> when keys do not go together.</summary>
    public static IIngestAdapter? Create(MqttOutSection section, HttpIngest listener, IObservationBus bus, IObservationStore store, NodeId own)
    {
        if (section.Url.Length == 0)
        {
            return null;
        }

        if (!MqttUrl.TryParse(section.Url, out var connection))
        {
            throw new StratumException("[mqtt_out] url is not of the form mqtt://host:1883 or mqtts://host:8883, without user and path");
        }

        connection = connection with
        {
            ClientId = MqttFactory.ClientIdOf($"{own}\n{MqttOutputFactory.Name}"),
            Username = NullIfEmpty(section.Username),
            Password = NullIfEmpty(section.Password),
            AuthorityPath = NullIfEmpty(section.TlsCa),
            CertificatePath = NullIfEmpty(section.TlsCert),
            KeyPath = NullIfEmpty(section.TlsKey),
        };
        if (MqttUrl.ProblemOf(connection, section.AllowPlainPassword) is { } problem)
        {
            throw new StratumException($"[mqtt_out] {problem}");
        }

        var options = new MqttOutputOptions
        {
            Connection = connection,
            TopicPrefix = section.TopicPrefix,
            DiscoveryPrefix = section.DiscoveryPrefix,
            IsOwnOnly = section.Scope == "own",
        };
        return MqttOutputFactory.Create(listener, options, bus, store, own);
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
