using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Hosting;
using Stratum.Mesh.Links;

namespace Stratum.Mesh;

/// <summary>From options and parts to the engine.</summary>
public sealed partial class MeshNode
{
    // Ids of ten minutes of a mesh with 10,000 series once a minute; 100 bytes each.
    private const int SeenIdsMax = 100_000;

    // As characters of a canonical geohash beacon.
    private const int BeaconCharacters = 6;

    // What one link may bring by gossip: verification of 1,000 a second takes a tenth of a Raspberry Pi's core. A burst is a minute of it.
    private const double ObservationsPerSecond = 1_000;
    private const double ObservationsBurst = 60_000;

    // Of the store's series, what may begin in a day by keys that nobody vouched for: one in ten.
    private const int UnknownShare = 10;

    private static TokenBucket NewObservationBudget() => new(ObservationsPerSecond, ObservationsBurst);

    private static EngineSetup SetupOf(MeshOptions options, MeshParts parts, StoreView store, MeshCounters counters)
    {
        if (options.Interests.Count > Interests.AreasMax)
        {
            throw new StratumException(
                $"{options.Interests.Count} [[interest]] tables are given; a node tells its peers at most {Interests.AreasMax}", ExitCode.Usage);
        }

        var self = parts.Key.NodeId;
        var policy = new AdmissionPolicy(options.Admission, options.Allowed, options.Denied, self);
        var gateOptions = new GateOptions
        {
            FutureSecondsMax = options.FutureSecondsMax,
            NewSeriesPerDay = options.NewSeriesPerDay,
            NewSeriesOfUnknownPerDay = Math.Max(1, options.SeriesMax / UnknownShare),
            IsKnown = signer => parts.Trust?.StandingOf(signer) is SignerStanding.Trusted or SignerStanding.Own,
        };
        return new EngineSetup
        {
            Self = self,
            NetworkId = options.NetworkId,
            Policy = policy,
            Keys = KeysOf(options),
            Store = store,
            Gate = new ObservationGate(gateOptions, new SeenCache(SeenIdsMax), store, policy.IsDenied, ObservationVerifier.Verify),
            Counters = counters,
            Withdrawals = parts.Withdrawals,
            Peers = options.InitialPeers,
            Random = new Random(NewSeed()),
            Nonce = static () => System.Security.Cryptography.RandomNumberGenerator.GetBytes(PeerHello.NonceBytes),
            Incarnation = NewIncarnation(parts.Time),
            SoftwareVersion = options.SoftwareVersion,
            KeepsUnknownSigners = options.KeepsUnknownSigners,
            Sign = message => parts.Key.Sign(message.Span),
            Beacon = options.Position is { } position ? Geohash.Encode(position, BeaconCharacters) : "",
            Observations = () => parts.Store.Status.Observations,
            Fanout = options.Fanout,
            ExchangesPeers = options.ExchangesPeers,
            Interests = new Interests(options.Interests),
            WindowHours = (uint)options.WindowHours,
            LinksMax = options.LinksMax,
        };
    }

    private static List<FormationKey> KeysOf(MeshOptions options)
    {
        if (options.Admission != AdmissionMode.Formation)
        {
            return [];
        }

        if (options.FormationSecrets.Count is 0 or > 2)
        {
            throw new StratumException(
                $"{options.FormationSecrets.Count} formation keys were given; admission = \"formation\" needs one, or two while it is rotated");
        }

        return [.. options.FormationSecrets.Select(secret => new FormationKey(secret.Span, options.NetworkId))];
    }
}
