using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Negentropy;
using Stratum.Mesh.Protos;

namespace Stratum.Simulation.Mesh;

/// <summary>
/// Forged summaries, from both ends of a run: whatever is asked, the answer is well-formed, differs from everything, and leads to the next question; and
/// runs of its own ask after days, hours and ids that there are not. All of it is to make the other end look things up, send and wait for nothing.
/// </summary>
internal sealed class SimInventor(Random random)
{
    private const int SecondsPerDay = 86_400;
    private const int DaysInvented = 30;

    // A list that fills a frame of reconciliation, and what may be wanted at once.
    private const int IdsInvented = 1_800;
    private const int IdsWanted = 600;

    /// <summary>Numbers of the runs that it drives: the engine beside it counts from one.</summary>
    public const uint RunsBegin = 1_000_000;

    private uint _run = RunsBegin;
    private long _to;
    private bool _isDriving;

    /// <summary>The answer to a question of a run that the other end drives; null when it is none.</summary>
    public Frame? Answer(Frame frame) => frame.BodyCase switch
    {
        Frame.BodyOneofCase.BackfillSummary => new Frame { BackfillAnswer = DifferentFrom(frame.BackfillSummary) },
        Frame.BodyOneofCase.BackfillHoursRequest => new Frame { BackfillHours = HoursOf(frame.BackfillHoursRequest) },
        Frame.BodyOneofCase.BackfillDaysRequest => new Frame { BackfillDays = new BackfillDays { Run = frame.BackfillDaysRequest.Run, Last = true } },
        Frame.BodyOneofCase.BackfillRanges when !frame.BackfillRanges.IsAnswer => new Frame
        {
            BackfillRanges = new BackfillRanges
            {
                Run = frame.BackfillRanges.Run,
                Hour = frame.BackfillRanges.Hour,
                Message = InventedIds(),
                IsAnswer = true,
            },
        },
        Frame.BodyOneofCase.BackfillHourRequest => new Frame { BackfillItems = new BackfillItems { Run = frame.BackfillHourRequest.Run, Last = true } },
        Frame.BodyOneofCase.BackfillWant => new Frame
        {
            BackfillItems = new BackfillItems { Run = frame.BackfillWant.Run, Covered = (uint)(frame.BackfillWant.Ids.Length / Hash256.Size) },
        },
        Frame.BodyOneofCase.BackfillItems when frame.BackfillItems.Covered == 0 => new Frame
        {
            BackfillTaken = new BackfillTaken { Run = frame.BackfillItems.Run },
        },
        _ => null,
    };

    /// <summary>Begins a run over a set that nobody has.</summary>
    public Frame Begin(long unixSeconds)
    {
        (_to, _isDriving) = (unixSeconds, true);
        return new Frame { BackfillSummary = new BackfillSummary { Run = ++_run, From = 0, To = _to, Hash = Invented(1) } };
    }

    /// <summary>The next question of a run of its own; null when the other end's answer leads to none.</summary>
    public Frame? Ask(Frame frame)
    {
        switch (frame.BodyCase)
        {
            case Frame.BodyOneofCase.BackfillAnswer when frame.BackfillAnswer.Days is { } days && IsDriven(frame.BackfillAnswer.Run):
                return new Frame { BackfillHoursRequest = new BackfillHoursRequest { Run = _run, Day = days.NewestDay } };
            case Frame.BodyOneofCase.BackfillHours when IsDriven(frame.BackfillHours.Run):
                var ranges = new BackfillRanges { Run = _run, Hour = _to / CommonSet.SecondsPerHour, Message = InventedIds(), First = true };
                return new Frame { BackfillRanges = ranges };
            case Frame.BodyOneofCase.BackfillRanges when frame.BackfillRanges.IsAnswer && IsDriven(frame.BackfillRanges.Run):
                _isDriving = false;
                var want = new BackfillWant { Run = _run, Hour = frame.BackfillRanges.Hour, Ids = Invented(IdsWanted) };
                return new Frame { BackfillWant = want };
            default:
                return null;
        }
    }

    private bool IsDriven(uint run) => _isDriving && run == _run;

    private BackfillAnswer DifferentFrom(BackfillSummary summary)
    {
        var newest = (summary.To - 1) / SecondsPerDay;
        var count = (int)Math.Clamp(newest - (summary.From / SecondsPerDay), 1, DaysInvented);
        var days = new BackfillDays { Run = summary.Run, NewestDay = newest, Hashes = Invented(count), Last = true };
        days.DaySteps.AddRange(Enumerable.Range(0, count).Select(static at => at == 0 ? 0u : 1u));
        return new BackfillAnswer { Run = summary.Run, Verdict = BackfillAnswer.Types.Verdict.Different, Days = days };
    }

    private BackfillHours HoursOf(BackfillHoursRequest request)
    {
        var hours = new BackfillHours { Run = request.Run, Day = request.Day, Hashes = Invented(CommonSet.HoursPerDay) };
        hours.Hours.AddRange(Enumerable.Range(0, CommonSet.HoursPerDay).Select(static at => (uint)(CommonSet.HoursPerDay - 1 - at)));
        return hours;
    }

    // One range that holds all of the hour, and in it ids that nobody has.
    private ByteString InventedIds()
    {
        var writer = new NegentropyWriter();
        writer.Byte(NegentropySession.ProtocolVersion);
        writer.Range(NegentropyBound.End, NegentropyMode.IdList);
        writer.Varint(IdsInvented);
        for (var at = 0; at < IdsInvented; at++)
        {
            writer.Id(new ContentId(new Hash256(Invented(1).Span)));
        }

        return UnsafeByteOperations.UnsafeWrap(writer.ToArray());
    }

    private ByteString Invented(int hashes)
    {
        var bytes = new byte[hashes * Hash256.Size];
        random.NextBytes(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
