using Stratum.Mesh.Protos;

namespace Stratum.Simulation.Mesh;

/// <summary>The figures of MESH, each from a run of its own on the same seed.</summary>
internal sealed partial class MeshFigures(int nodes, double loss, int seed)
{
    // Above it, not every node sends: deliveries grow with the square.
    private const int SendersMax = 1_000;

    private const double RoundTripMs = 100;
    private const double PeriodMs = 60_000;

    private readonly List<SimFigure> _figures = [];

    public IReadOnlyList<SimFigure> Figures => _figures;

    // Few enough deliveries that ten thousand nodes end within minutes.
    private const int SomeSenders = 100;

    // Above it, hostile nodes only when they are asked for: spammers in a mesh of a thousand are millions of deliveries.
    private const int HostileMax = 100;

    private int Senders => nodes <= SendersMax ? nodes : SomeSenders;

    // They are a quarter of the time of a run: above a hundred nodes in the steady one alone, above this in none; the table says so.
    private const int HeartbeatsMax = 1_000;

    private int Each => nodes <= SomeSenders ? 2 : 1;

    // Without loss the first observation of a signer finds the shortest way to everybody. Where frames are late, it finds a way, and the next few mend it.
    private int WarmUps => loss == 0 ? 1 : 4;

    private SimOptions Options => new() { Seed = seed, Loss = loss, IsSigned = nodes <= 10, HasHeartbeats = nodes <= HostileMax };

    /// <summary>Whether to make the runs with hostile nodes, and only those, whatever the size.</summary>
    public bool IsHostileOnly { get; init; }

    public void RunAll()
    {
        if (!IsHostileOnly)
        {
            Timed(Steady);
            if (nodes > 2)
            {
                Timed(Partition);
                Timed(Epidemic);
            }
        }

        if (nodes > 2 && (nodes <= HostileMax || IsHostileOnly))
        {
            Timed(Spammers);
            if (nodes > FewNodes)
            {
                Timed(Byzantine);
                Timed(Eclipse);
            }
        }
    }

    /// <summary>How long each run took, for the table.</summary>
    public List<string> Times { get; } = [];

    private void Timed(Action run)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        run();
        Times.Add($"{run.Method.Name} {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
    }

    /// <summary>Everybody sends, then one: copies, hops, latency, delivery at rest.</summary>
    public void Steady()
    {
        var world = Grow(Options with { HasHeartbeats = nodes <= HeartbeatsMax }, nodes);
        var views = world.Nodes.Select(static node => node.LinksUp).ToArray();
        var pieces = IsConnected(world) ? "in one piece" : "NOT in one piece";
        Add("links of a node, most", views.Max(), "", remark: $"fewest {views.Min()}, {views.Average():0.0} on average, {pieces}");
        for (var round = 0; round < WarmUps; round++)
        {
            Publish(world, Senders, Each, 10_000);
            world.Run(10_000);
        }

        world.Ledger.Reset();
        Publish(world, Senders, Each, 10_000);
        world.Run(10_000);
        var ledger = world.Ledger;
        var hopsMax = Math.Ceiling(Math.Log(nodes, 4)) + 2;
        var deliveries = (double)Math.Max(1, ledger.Deliveries);
        Add("copies per delivery, all sending", ledger.Copies / deliveries, "", 2.0, remark: $"{Senders} senders, {ledger.Deliveries:N0} deliveries, "
            + $"{ledger.Bytes / deliveries:0} bytes each with all traffic, {ledger.AnnouncementBytes / deliveries:0} of them announcements");
        Add("hops p99", ledger.HopsP99(), "", hopsMax);
        Add("propagation p99", ledger.LatencyMs(0.99) / RoundTripMs, "round trips", loss == 0 ? (hopsMax / 2) + 2
            : null, remark: $"median {ledger.LatencyMs(0.5):0} ms");
        var rest = world.RunUntil(() => ledger.DeliveryRatio(nodes) >= 1, 3 * PeriodMs);
        Add("delivery at rest", ledger.DeliveryRatio(nodes), "", 1, atLeast: true, remark: rest is { } ms
            ? $"at rest {ms / 1000:0} s later, {ledger.ByReconciliation:N0} of {ledger.Deliveries:N0} by reconciliation"
            : "not at rest after three periods");
        PublishFrom(world, world.Nodes[nodes / 2], 5);
        ledger.Reset();
        PublishFrom(world, world.Nodes[nodes / 2], nodes <= 10 ? 200 : 20);
        Add("copies per delivery, one sending", (double)ledger.Copies / Math.Max(1, ledger.Deliveries), "", 1.3);
        Heartbeats(world);
    }

    /// <summary>Two halves for a minute, both taking observations.</summary>
    public void Partition()
    {
        var world = Grow(Options, nodes);
        Publish(world, Math.Min(nodes, SomeSenders), 1, 5_000);
        world.Run(10_000);
        world.Cut(static (a, b) => (a.Number ^ b.Number) % 2 != 0);
        Publish(world, Math.Min(nodes, SomeSenders), 2, 60_000);
        var fewest = world.Nodes.Min(static node => node.Store.Count);
        var all = world.Nodes.SelectMany(static node => node.Store.Ids).ToHashSet().Count;
        world.Cut(null);
        var healed = world.RunUntil(() => AreEqual(world), 5 * PeriodMs);
        Add("heal after a partition, stores equal", (healed ?? double.PositiveInfinity) / PeriodMs, "periods", 2, remark:
            (healed is { } ms ? $"{ms / 1000:0} s" : "not within five periods") + $"; before, a node held {fewest} of {all} observations");
    }

    /// <summary>The baseline: every new observation to five neighbours at random.</summary>
    public void Epidemic()
    {
        var world = Grow(Options with { Fanout = 5 }, nodes);
        Publish(world, Math.Min(nodes, SomeSenders), 1, 5_000);
        world.Run(10_000);
        world.Ledger.Reset();
        Publish(world, Math.Min(nodes, SomeSenders), 2, 10_000);
        world.Run(10_000);
        var ledger = world.Ledger;
        var pushed = (ledger.Deliveries - ledger.ByReconciliation) / (double)Math.Max(1, ledger.Entered * (nodes - 1L));
        Add("copies per delivery, epidemic push to 5", (double)ledger.Copies / Math.Max(1, ledger.Deliveries), "",
            remark: $"delivered without reconciliation: {pushed:0.000000}, hops p99 {ledger.HopsP99()}");
    }

    /// <summary>What two nodes say to each other about the same set, and about one difference in it.</summary>
    public static List<SimFigure> Reconciliation(int observations, int seed)
    {
        var figures = new List<SimFigure>();
        foreach (var difference in (int[])[0, 1])
        {
            var world = new SimWorld(new SimOptions { Seed = seed, Bootstraps = 1 });
            var frames = new List<Frame>();
            var (a, b) = (world.Add(), world.Add());
            var publisher = new SimWorld(new SimOptions { Seed = seed + 1 }).Add();
            foreach (var observation in publisher.Make(observations, 30 * 86_400))
            {
                a.Store.Add(observation);
                b.Store.Add(observation);
            }

            if (difference > 0)
            {
                a.Store.Add(publisher.Make(1, 17 * 86_400, value: -1).Single());
            }

            world.Ledger.Seen = frames.Add;
            world.Run(5_000);
            var run = frames.Where(static frame => frame.BodyCase >= Frame.BodyOneofCase.BackfillSummary)
                .TakeWhile(static frame => frame.BodyCase is not (Frame.BodyOneofCase.BackfillWant or Frame.BodyOneofCase.BackfillItems)).ToArray();
            var bytes = run.Sum(static frame => frame.CalculateSize());
            figures.Add(difference == 0
                ? new SimFigure("equal sets, both ways together", bytes, "bytes", 160, Remark: $"{observations:N0} observations, {run.Length / 2} round trip")
                : new SimFigure($"one difference in {observations:N0}: ids known after", (run.Length + 1) / 2, "round trips", 5));
            if (difference > 0)
            {
                figures.Add(new SimFigure($"one difference in {observations:N0}: bytes until then", bytes, "bytes", 8_000));
            }
        }

        return figures;
    }

    /// <summary>Told each figure as soon as it is known.</summary>
    public Action<SimFigure>? Measured { get; init; }

    private void Add(string name, double value, string unit, double? target = null, bool atLeast = false, string remark = "")
    {
        var figure = new SimFigure($"N={nodes}: {name}", value, unit, target, atLeast, remark);
        _figures.Add(figure);
        Measured?.Invoke(figure);
    }

    /// <summary>Nodes that start one after the other, all with the same few configured.</summary>
    public static SimWorld Grow(SimOptions options, int nodes, Func<int, SimBehaviour>? behaviour = null)
    {
        var world = new SimWorld(options);
        for (var number = 0; number < nodes; number++)
        {
            world.Add(behaviour?.Invoke(number) ?? SimBehaviour.Honest);
            world.Run(number < options.Bootstraps ? 1_000 : Math.Max(20, 20_000.0 / nodes));
        }

        // Thousands at three doors take a while.
        world.Run(nodes <= SendersMax ? 60_000 : 180_000);
        return world;
    }

    private static void Publish(SimWorld world, int senders, int each, double overMs) =>
        Publish(world, [.. world.Nodes.Where((_, at) => at % Math.Max(1, world.Nodes.Count / senders) == 0).Take(senders)], each, overMs);

    private static void Publish(SimWorld world, SimNode[] senders, int each, double overMs)
    {
        foreach (var node in senders)
        {
            for (var at = 0; at < each; at++)
            {
                world.At(world.Random.NextDouble() * overMs, () => node.Publish(world.Random.NextDouble()));
            }
        }

        world.Run(overMs);
    }

    private static void PublishFrom(SimWorld world, SimNode node, int count)
    {
        for (var at = 0; at < count; at++)
        {
            node.Publish(world.Random.NextDouble());
            world.Run(500);
        }

        world.Run(5_000);
    }

    public static bool AreEqual(SimWorld world)
    {
        var count = world.Nodes[0].Store.Count;
        return world.Nodes.All(node => node.Store.Count == count) && world.Nodes.All(node => world.Nodes[0].Store.Ids.All(node.Store.Contains));
    }

    public static bool IsConnected(SimWorld world)
    {
        var reached = new HashSet<SimNode> { world.Nodes[0] };
        var next = new Queue<SimNode>(reached);
        while (next.TryDequeue(out var node))
        {
            foreach (var neighbour in node.Neighbours.Where(reached.Add))
            {
                next.Enqueue(neighbour);
            }
        }

        return reached.Count == world.Nodes.Count;
    }
}
