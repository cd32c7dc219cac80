using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>The small seams of a node, with settable answers.</summary>
internal sealed class FakeNode : IObservationScorer, ISignerTrust, IMeshStatusSource, IHealthCheck, IIngestAdapter, IRefusedSenders
{
    public Dictionary<NodeId, SignerStanding> Standings { get; } = [];

    public string? ReadyProblem { get; set; }

    /// <summary>What the adapter delivered.</summary>
    public List<KnownDevice> Devices { get; } = [];

    /// <summary>What the adapter hears and does not sign.</summary>
    public List<HeardDevice> Heard { get; } = [];

    /// <summary>Where the peer says that it is.</summary>
    public string? Beacon { get; set; }

    /// <summary>Whom the listener refused.</summary>
    public List<RefusedSender> Refused { get; } = [];

    public IReadOnlyList<RefusedSender> Newest(int count) => [.. Refused.Take(count)];

    public ValidationStatus Scored { get; set; } = new() { Enabled = true, Good = 3 };

    public string Name => "store";

    public string Kind => "http_json";

    ValidationStatus IObservationScorer.Status => Scored;

    MeshStatus IMeshStatusSource.Status => new()
    {
        Partition = "connected",
        SinceMs = ApiHost.Start.ToUnixTimeMilliseconds() - 5000,
        Nodes = [new KnownNode("abc", Beacon, "alive", true, 12.5, 7)],
        Peers =
        [
            new PeerStatus
            {
                Address = "192.0.2.1:9001", State = "up",
                Transport = "tcp", Direction = "out", NodeId = "abc", RttMs = 12.5, Beacon = Beacon,
                SinceMs = ApiHost.Start.ToUnixTimeMilliseconds() - 5000,
            },
        ],
    };

    AdapterStatus IIngestAdapter.Status => new()
    {
        Name = "http",
        Kind = Kind,
        State = "listening",
        Accepted = 7,
        Devices = Devices,
        Heard = Heard,
        LastReadingAtMs = ApiHost.Start.ToUnixTimeMilliseconds() - 9000,
    };

    public SignerStanding StandingOf(NodeId signer) => Standings.GetValueOrDefault(signer);

    public string? Problem() => ReadyProblem;

    public double? Reputation { get; set; }

    public double? ReputationOf(StationKey station) => Reputation;

    public Assessment Score(Observation observation) => Assessment.NotEvaluated;

    public void Learn(Observation observation, Assessment assessment)
    {
    }

    public Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken) => Task.CompletedTask;
}
