using System.Globalization;

namespace Stratum.Ingest.Tests;

public sealed class ForeignCultureTests
{
    [Fact]
    public async Task Culture_OfTheseTests_HasACommaOnEveryThread()
    {
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
        Assert.Equal("1,5", await Task.Run(static () => 1.5.ToString(CultureInfo.CurrentCulture)));
    }
}
