namespace Stratum.Api;

/// <summary>A bound on how many requests of a kind run at once. Who finds it closed is told to come back; nobody queues.</summary>
internal sealed class Gate(int places)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public int Places => places;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= places)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
