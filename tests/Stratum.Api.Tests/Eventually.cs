using System.Diagnostics;

namespace Stratum.Api.Tests;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "the condition did not come true within a minute");
            await Task.Yield();
        }
    }
}
