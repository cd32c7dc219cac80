using Stratum.Core;

namespace Stratum.Validation;

/// <summary>How many observations were scored at arrival, by flag. Safe for concurrent use.</summary>
internal sealed class FlagCounts
{
    private long _good;
    private long _notEvaluated;
    private long _suspect;
    private long _fail;

    public void Add(QualityFlag flag)
    {
        switch (flag)
        {
            case QualityFlag.Good:
                Interlocked.Increment(ref _good);
                break;
            case QualityFlag.Suspect:
                Interlocked.Increment(ref _suspect);
                break;
            case QualityFlag.Fail:
                Interlocked.Increment(ref _fail);
                break;
            default:
                Interlocked.Increment(ref _notEvaluated);
                break;
        }
    }

    public ValidationStatus Status(bool enabled, int seriesWithHistory) => new()
    {
        Enabled = enabled,
        Good = Interlocked.Read(ref _good),
        NotEvaluated = Interlocked.Read(ref _notEvaluated),
        Suspect = Interlocked.Read(ref _suspect),
        Fail = Interlocked.Read(ref _fail),
        SeriesWithHistory = seriesWithHistory,
    };
}
