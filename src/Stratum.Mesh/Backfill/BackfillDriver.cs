using System.Runtime.InteropServices;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// The end that drives a run: compares the whole set, then its days and hours from new to old, then by Negentropy the items of each hour that differs;
/// fetches what is missing here and sends what is missing there. It asks one question at a time, so a run has one frame on its way and needs
/// no buffers but an hour's ids. A fresh state each run; the other end may vanish at any point.
/// </summary>
internal sealed partial class BackfillDriver(long link, IMeshStore store, BackfillOptions options, RefusedIds refused, HourCache cache, HourClaims claims)
{
    private enum State
    {
        Idle,
        AwaitAnswer,
        AwaitDays,
        AwaitHours,
        AwaitRanges,
        AwaitItems,
        Storing,
        AwaitTaken,
    }

    private const int SecondsPerDay = CommonSet.SecondsPerHour * CommonSet.HoursPerDay;

    private State _state = State.Idle;
    private uint _run;
    private CommonSet _set = new(0, 0, CommonCells.All);
    private Moment _started;
    private long _deadlineMs;
    private long _received;
    private long _sent;
    private int _hoursDiffering;
    private int _narrowings;
    private int _left;

    public bool IsRunning => _state != State.Idle;

    /// <summary>Whether the peer has not yet answered the first message.</summary>
    public bool IsOpening => _state == State.AwaitAnswer;

    /// <summary>The run that ended last.</summary>
    public BackfillRun? Last { get; private set; }

    /// <summary>When to call <see cref="Elapse"/> at the latest.</summary>
    public long DueMs => _state is State.Idle or State.Storing ? long.MaxValue : _deadlineMs;

    /// <summary>Begins a run over the set.</summary>
    public void Start(CommonSet set, Moment now, List<MeshAction> actions)
    {
        _run++;
        _started = now;
        refused.OnRun(now);
        if (_settledOn != refused.Day)
        {
            _settledOn = refused.Day;
            _settledDays.Clear();
            _settledHours.Clear();
        }

        (_received, _sent, _hoursDiffering, _narrowings, _left) = (0, 0, 0, 0, 0);
        if (set.To < set.From)
        {
            // A floor in the future: a clock is or was wrong at one end. Nothing is in common, and the question would be malformed.
            End("floor", now);
            return;
        }

        Open(set, now, actions);
    }

    /// <summary>Ends a run whose answer does not come.</summary>
    public void Elapse(Moment now)
    {
        if (now.ElapsedMs >= DueMs)
        {
            End("timeout", now);
        }
    }

    /// <summary>An answer of the peer. Not null: what is wrong with it.</summary>
    public string? Handle(Frame frame, Moment now, List<MeshAction> actions) => (_state, frame.BodyCase) switch
    {
        (State.AwaitAnswer, Frame.BodyOneofCase.BackfillAnswer) when frame.BackfillAnswer.Run == _run => TakeAnswer(frame.BackfillAnswer, now, actions),
        (State.AwaitDays, Frame.BodyOneofCase.BackfillDays) when frame.BackfillDays.Run == _run => TakeDays(frame.BackfillDays, now, actions),
        (State.AwaitHours, Frame.BodyOneofCase.BackfillHours) when frame.BackfillHours.Run == _run => TakeHours(frame.BackfillHours, now, actions),
        (State.AwaitRanges, Frame.BodyOneofCase.BackfillRanges) when frame.BackfillRanges.Run == _run => TakeRanges(frame.BackfillRanges, now, actions),
        (State.AwaitItems, Frame.BodyOneofCase.BackfillItems) when frame.BackfillItems.Run == _run => TakeItems(frame.BackfillItems, now, actions),
        (State.AwaitTaken, Frame.BodyOneofCase.BackfillTaken) when frame.BackfillTaken.Run == _run => TakeTaken(frame.BackfillTaken, now, actions),
        // The answer to a run that timed out here.
        _ => null,
    };

    private void Open(CommonSet set, Moment now, List<MeshAction> actions)
    {
        _set = set;
        _ownHours = cache.HoursOf(set);
        Ask(
            State.AwaitAnswer,
            new Frame
            {
                BackfillSummary = new BackfillSummary
                {
                    Run = _run,
                    From = set.From,
                    To = set.To,
                    Hash = HashColumn.Of(CommonSet.HashOf(CollectionsMarshal.AsSpan(_ownHours)))
                }
            },
            now,
            actions);
    }

    private string? TakeAnswer(BackfillAnswer answer, Moment now, List<MeshAction> actions)
    {
        switch (answer.Verdict)
        {
            case BackfillAnswer.Types.Verdict.Equal:
                End("equal", now);
                return null;
            case BackfillAnswer.Types.Verdict.Different:
                _beforeDay = (_set.To / SecondsPerDay) + 1;
                _days.Begin(CommonSet.DaysOf(_ownHours));
                return answer.Days is { } days ? TakeDays(days, now, actions) : "an answer without days";
            case BackfillAnswer.Types.Verdict.Narrowed when answer.From > _set.From && _narrowings++ < options.NarrowingsMax:
                if (answer.From >= _set.To)
                {
                    End("floor", now);
                    return null;
                }

                Open(_set with { From = answer.From }, now, actions);
                return null;
            case BackfillAnswer.Types.Verdict.Busy:
                End("busy", now);
                return null;
            default:
                return "an answer to a summary that leads nowhere";
        }
    }

    private void Ask(State state, Frame frame, Moment now, List<MeshAction> actions)
    {
        _state = state;
        _deadlineMs = now.ElapsedMs + options.AnswerTimeoutMs;
        actions.Add(new MeshAction.Send(link, TrafficClass.Sync, frame));
    }

    private void Finish(Moment now, List<MeshAction> actions)
    {
        actions.Add(new MeshAction.Send(link, TrafficClass.Sync, new Frame { BackfillDone = new BackfillDone { Run = _run } }));
        End("done", now);
    }

    private void End(string outcome, Moment now)
    {
        _state = State.Idle;
        claims.Release(link);
        Last = new BackfillRun
        {
            EndedAtMs = now.UnixMs,
            Outcome = outcome,
            Received = _received,
            Sent = _sent,
            Hours = _hoursDiffering,
            HoursLeft = _left,
            DurationMs = now.ElapsedMs - _started.ElapsedMs,
        };
        _ownHours = [];
        _session = null;
        _nextRanges = null;
        _wanted.Clear();
        _offered.Clear();
    }
}
