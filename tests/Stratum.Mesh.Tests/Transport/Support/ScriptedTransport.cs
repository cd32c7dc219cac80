using System.Net;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A transport whose dial ends when and how the test says, also after it was cancelled.</summary>
internal sealed class ScriptedTransport(string name) : IMeshTransport
{
    private readonly TaskCompletionSource<IMeshConnection> _dial = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public int Dials { get; private set; }

    public bool WasCancelled { get; private set; }

    public void Succeed(IMeshConnection connection) => _dial.SetResult(connection);

    public void Fail(RefusalReason reason) => _dial.SetException(new MeshConnectException(reason, $"{name} failed"));

    public Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken) =>
        Task.FromResult(address);

    public Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Dials++;
        cancellationToken.Register(() => WasCancelled = true);
        return _dial.Task;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
