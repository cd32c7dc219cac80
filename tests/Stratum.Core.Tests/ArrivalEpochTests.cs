namespace Stratum.Core.Tests;

public class ArrivalEpochTests
{
    private static readonly ArrivalEpoch Epoch = new(0x00c0_ffee_00c0_ffee, BareThrough: 100);

    [Theory]
    [InlineData("4711.00c0ffee00c0ffee", 4711, true)]
    [InlineData("4711.00c0ffee00c0ffef", 4711, false)]
    [InlineData("0.00c0ffee00c0ffef", 0, true)]
    [InlineData("0", 0, true)]
    [InlineData("100", 100, true)]
    [InlineData("101", 101, false)]
    public void TryParse_Cursor_SaysWhoseItIs(string text, long arrival, bool isOurs)
    {
        Assert.True(Epoch.TryParse(text, out var parsed, out var ours));
        Assert.Equal((arrival, isOurs), (parsed, ours));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.")]
    [InlineData(".00c0ffee00c0ffee")]
    [InlineData("1.00c0ffee00c0ffee0")]
    [InlineData("9223372036854775808")]
    [InlineData(" 1")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.False(Epoch.TryParse(text, out _, out _));

    [Fact]
    public void CursorAt_AnyNumber_ComesBack()
    {
        Assert.Equal("4711.00c0ffee00c0ffee", Epoch.CursorAt(4711));
        Assert.True(Epoch.TryParse(Epoch.CursorAt(long.MaxValue), out var arrival, out var isOurs));
        Assert.Equal((long.MaxValue, true), (arrival, isOurs));
        Assert.True(Epoch.CursorAt(long.MaxValue).Length <= ArrivalEpoch.CursorCharactersMax);
        Assert.Equal("7", default(ArrivalEpoch).CursorAt(7));
    }
}
