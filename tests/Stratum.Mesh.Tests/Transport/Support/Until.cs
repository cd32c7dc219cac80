namespace Stratum.Mesh.Tests.Transport;

internal static class Until
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for a condition; fails with what was expected when it does not come.</summary>
    public static async Task TrueAsync(Func<bool> condition, string expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestNode.Patience, expected);
            await Task.Delay(LookAgain, TimeProvider.System);
        }
    }
}
