using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Two nodes and the connection between them, seen from both ends.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(TestNode listener, TestNode dialler, IMeshConnection atListener, IMeshConnection atDialler)
    {
        Listener = listener;
        Dialler = dialler;
        AtListener = atListener;
        AtDialler = atDialler;
    }

    public TestNode Listener { get; }

    public TestNode Dialler { get; }

    public IMeshConnection AtListener { get; }

    public IMeshConnection AtDialler { get; }

    public static async Task<Pair> ConnectAsync(TransportKind kind, TransportOptions? options = null)
    {
        var listener = await TestNode.ListenAsync(kind, options);
        var dialler = new TestNode(kind, options);
        var atDialler = await dialler.DialAsync(listener);
        return new Pair(listener, dialler, await listener.AcceptAsync(), atDialler);
    }

    public async ValueTask DisposeAsync()
    {
        await Dialler.DisposeAsync();
        await Listener.DisposeAsync();
    }
}
