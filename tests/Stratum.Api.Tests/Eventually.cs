using System.Diagnostics;

namespace Stratum.Api.Tests;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "the condition did not come true within 10 s");
            await Task.Yield();
        }
    }
}
