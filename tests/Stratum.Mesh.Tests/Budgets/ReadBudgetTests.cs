using Stratum.Mesh.Budgets;

namespace Stratum.Mesh.Tests.Budgets;

public sealed class ReadBudgetTests
{
    [Fact]
    public void Frames_OneBeyondTheBurst_WaitsForItsTurn()
    {
        var budget = new ReadBudget();
        for (var frame = 0; frame < ReadBudget.FramesBurst; frame++)
        {
            Assert.Equal(0, budget.TakeOrWaitMs(1, nowMs: 0));
        }

        Assert.Equal(1_000 / ReadBudget.FramesPerSecond, budget.TakeOrWaitMs(1, nowMs: 0));
        Assert.Equal(0, budget.TakeOrWaitMs(1, nowMs: (long)(1_000 / ReadBudget.FramesPerSecond)));
    }

    [Fact]
    public void Bytes_OneBeyondTheBurst_WaitForTheirTurn()
    {
        var budget = new ReadBudget();
        Assert.Equal(0, budget.TakeOrWaitMs((int)ReadBudget.BytesBurst, nowMs: 0));
        Assert.Equal(1, budget.TakeOrWaitMs(1, nowMs: 0));
        Assert.Equal(1_000, budget.TakeOrWaitMs((int)ReadBudget.BytesPerSecond, nowMs: 0));
    }

    [Fact]
    public void Judging_BeyondTheBurst_HoldsTheNextFrameUpUntilHalfACoreHasPaidForIt()
    {
        var budget = new ReadBudget();
        budget.OnJudged(ReadBudget.JudgingMsBurst, nowMs: 0);
        Assert.Equal(0, budget.TakeOrWaitMs(1, nowMs: 0));
        budget.OnJudged(1, nowMs: 0);
        Assert.Equal(2, budget.TakeOrWaitMs(1, nowMs: 0));
        budget.OnJudged(499, nowMs: 0);
        Assert.Equal(1_000, budget.TakeOrWaitMs(1, nowMs: 0));
        Assert.Equal(0, budget.TakeOrWaitMs(1, nowMs: 1_000));
    }
}
