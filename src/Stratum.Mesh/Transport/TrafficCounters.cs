namespace Stratum.Mesh.Transport;

/// <summary>Bytes and frames of a connection by class. Payload with its framing, without TLS, QUIC, UDP or TCP headers.</summary>
internal sealed class TrafficCounters
{
    private const int Classes = 3;

    private readonly long[] _counts = new long[Classes * 4];

    public long FramesSent(TrafficClass trafficClass) => Volatile.Read(ref _counts[(int)trafficClass * 4]);

    public long BytesSent(TrafficClass trafficClass) => Volatile.Read(ref _counts[((int)trafficClass * 4) + 1]);

    public long FramesReceived(TrafficClass trafficClass) => Volatile.Read(ref _counts[((int)trafficClass * 4) + 2]);

    public long BytesReceived(TrafficClass trafficClass) => Volatile.Read(ref _counts[((int)trafficClass * 4) + 3]);

    public void OnSent(TrafficClass trafficClass, int bytes)
    {
        Interlocked.Increment(ref _counts[(int)trafficClass * 4]);
        Interlocked.Add(ref _counts[((int)trafficClass * 4) + 1], bytes);
    }

    public void OnReceived(TrafficClass trafficClass, int bytes)
    {
        Interlocked.Increment(ref _counts[((int)trafficClass * 4) + 2]);
        Interlocked.Add(ref _counts[((int)trafficClass * 4) + 3], bytes);
    }
}
