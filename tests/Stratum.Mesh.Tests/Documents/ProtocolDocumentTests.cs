using System.Text;
using Google.Protobuf;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Documents;

/// <summary>docs/PROTOCOL.md shows bytes that this program makes, and names every message and reason.</summary>
public sealed class ProtocolDocumentTests
{
    private const int HexDigitsOfALine = 96;

    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "PROTOCOL.md"));

    [Fact]
    public void Exchange_InTheDocument_IsWhatTwoNodesSay()
    {
        var expected = Exchange();

        Assert.True(Document.Contains(expected, StringComparison.Ordinal), $"docs/PROTOCOL.md should hold this exchange:\n{expected}");
    }

    [Fact]
    public void Messages_Each_AreInTheDocument()
    {
        foreach (var field in Frame.Descriptor.Fields.InDeclarationOrder())
        {
            Assert.Contains($"| {field.FieldNumber} | `{field.MessageType.Name}` |", Document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reasons_Each_AreInTheDocumentWithTheirNumber()
    {
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            Assert.Contains($"| {(int)reason} | `{RefusalReasons.NameOf(reason)}` |", Document, StringComparison.Ordinal);
        }

        foreach (var reason in Enum.GetValues<RejectReason>())
        {
            Assert.Contains($"| {(int)reason} | `{RejectReasons.NameOf(reason)}` |", Document, StringComparison.Ordinal);
        }
    }

    // Two nodes of a closed mesh with fixed keys on a virtual clock: the bytes are the same wherever this runs.
    private static string Exchange()
    {
        var world = new EngineWorld();
        IReadOnlyList<FormationKey> keys = [new FormationKey(Enumerable.Repeat((byte)0x5A, 32).ToArray(), "stratum")];
        var b = world.AddNode(2, setup => setup with { Keys = keys, SoftwareVersion = "0.2.0" });
        var a = world.AddNode(1, setup => setup with { Keys = keys, SoftwareVersion = "0.2.0", Peers = [b.AsPeer] });
        world.Run(1_000);
        a.Publish(Observations.One(a.Key, world.UnixSeconds));
        world.Run(1_000);
        a.Handle(new Stratum.Mesh.Engine.MeshEvent.Stopping());
        world.Run(1_000);

        var text = new StringBuilder();
        foreach (var (from, _, frame, bytes) in world.Delivered)
        {
            text.Append($"    {(from == a ? "A -> B" : "B -> A")}  {frame.BodyCase}, {bytes} bytes\n");
            var hex = Convert.ToHexStringLower(frame.ToByteArray());
            for (var at = 0; at < hex.Length; at += HexDigitsOfALine)
            {
                text.Append("        ").Append(hex.AsSpan(at, Math.Min(HexDigitsOfALine, hex.Length - at))).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Stratum.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Stratum.sln above the tests");
    }
}
