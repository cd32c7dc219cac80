namespace Stratum.EndToEnd.Tests;

/// <summary>Waits for a state of another process.</summary>
internal static class Eventually
{
    // Reconciliation runs every minute: whatever it must find is there after two.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, "the state was not reached");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
