using System.Diagnostics;

namespace Stratum.Storage.Tests;

/// <summary>Waits for a condition that another thread brings about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "the condition did not come about within 10 s");
            await Task.Yield();
        }
    }
}
