using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

internal static class ConnectionReading
{
    public static async Task<ReceivedFrame?> NextAsync(this IMeshConnection connection) =>
        await connection.ReceiveAsync(CancellationToken.None).AsTask().WaitAsync(TestNode.Patience);

    public static async Task<byte[]> NextBytesAsync(this IMeshConnection connection)
    {
        var frame = await connection.NextAsync();
        Assert.NotNull(frame);
        return frame.Value.Payload.ToArray();
    }

    public static async Task SendNowAsync(this IMeshConnection connection, TrafficClass trafficClass, params byte[] payload) =>
        await connection.SendAsync(trafficClass, payload, CancellationToken.None).AsTask().WaitAsync(TestNode.Patience);
}
