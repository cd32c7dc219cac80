using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Engine;

/// <summary>Runs of reconciliation: at once when a link is up, then every minute, driven by the end that dialled.</summary>
internal sealed partial class MeshEngine
{
    // After a run that brought much, neighbours are compared with within so long, not all at once.
    private const int SpreadWithinMs = 2_000;

    // Hours that other links were filling are looked at again after so long: as often as a peer has summaries compared.
    private const int LeftAgainMs = 10_000;

    // A peer that always has hours left is waited for like any other after a minute of it.
    private const int RunsAgainMax = 6;

    private void ElapseBackfill(MeshLink link, Moment now, List<MeshAction> actions)
    {
        if (link.IsClosing)
        {
            return;
        }

        if (link.Driver.IsRunning)
        {
            link.Driver.Elapse(now);
            if (!link.Driver.IsRunning)
            {
                OnRunEnded(link, link.Driver.Last!, now, actions);
            }
        }
        else if (now.ElapsedMs >= link.BackfillDueMs)
        {
            link.BytesBeforeRun = link.SyncBytes;
            link.Driver.Start(CommonSetWith(link, now), now, actions);
            EndDriven(link, wasRunning: true, now, actions);
        }
    }

    private CommonSet CommonSetWith(MeshLink link, Moment now)
    {
        var limits = LimitsOf(link, now);
        var floor = Math.Max(limits.Floor, WindowFloor(link.Peer!.RetentionFloor, link.Peer.WindowHours, now));
        // Nothing is on its way yet when a link comes up: what was measured a second ago, or by a clock that is ahead, is missing, not late.
        var to = link.IsReconciled ? now.UnixSeconds - _setup.Backfill.YoungestSeconds : now.UnixSeconds + _setup.Backfill.FutureSeconds;
        return new CommonSet(CommonSet.FirstWholeHour(Math.Max(0, floor)), Math.Max(0, to), limits.Cells);
    }

    // What this node brings into the common set; the peer's floor and window are its own to say.
    private SetLimits LimitsOf(MeshLink link, Moment now)
    {
        var peer = link.Peer!;
        return new SetLimits(
            WindowFloor(_setup.Store.RetentionFloor, link.WindowHours, now),
            new CommonCells(Math.Min(PayloadVersions.Newest, peer.HighestPayloadVersion), _setup.Interests, peer.Interests));
    }

    private static long WindowFloor(long floor, uint windowHours, Moment now) =>
        windowHours == 0 ? floor : Math.Max(floor, now.UnixSeconds - (windowHours * (long)CommonSet.SecondsPerHour));

    private string? TakeBackfill(MeshLink link, Frame frame, Moment now, List<MeshAction> actions)
    {
        var isAnswer = frame.BodyCase is Frame.BodyOneofCase.BackfillAnswer or Frame.BodyOneofCase.BackfillDays or Frame.BodyOneofCase.BackfillHours
            or Frame.BodyOneofCase.BackfillTaken || frame is { BodyCase: Frame.BodyOneofCase.BackfillItems, BackfillItems: { Covered: > 0 } or { Last: true } }
            || frame is { BodyCase: Frame.BodyOneofCase.BackfillRanges, BackfillRanges.IsAnswer: true };
        string? problem;
        if (isAnswer)
        {
            var wasRunning = link.Driver.IsRunning;
            problem = link.Driver.Handle(frame, now, actions);
            EndDriven(link, wasRunning, now, actions);
            return problem;
        }

        if (frame.BodyCase == Frame.BodyOneofCase.BackfillSummary && !link.Driver.IsRunning)
        {
            link.BytesBeforeRun = link.SyncBytes - frame.CalculateSize();
        }

        var last = link.Responder.Last;
        // When both ends begin at once, the dialler's run goes on.
        var isBusy = link.Driver.IsRunning && (link.Facts.IsDialler || !link.Driver.IsOpening);
        problem = link.Responder.Handle(frame, LimitsOf(link, now), isBusy, now, actions);
        if (!ReferenceEquals(last, link.Responder.Last))
        {
            OnRunEnded(link, link.Responder.Last!, now, actions);
        }

        return problem;
    }

    private void ContinueBackfill(MeshLink link, TakenBatch batch, Moment now, List<MeshAction> actions)
    {
        if (batch.Purpose == BatchPurpose.Pushed)
        {
            link.Responder.OnStored(batch, now, actions);
        }
        else if (batch.Purpose == BatchPurpose.Wanted)
        {
            var wasRunning = link.Driver.IsRunning;
            link.Driver.OnStored(batch, now, actions);
            EndDriven(link, wasRunning, now, actions);
        }
    }

    private void EndDriven(MeshLink link, bool wasRunning, Moment now, List<MeshAction> actions)
    {
        if (wasRunning && !link.Driver.IsRunning)
        {
            OnRunEnded(link, link.Driver.Last!, now, actions);
        }
    }

    private void OnRunEnded(MeshLink link, BackfillRun run, Moment now, List<MeshAction> actions)
    {
        link.BackfillDueMs = now.ElapsedMs + BackfillPauseMs(link.Facts.IsDialler);
        link.RunsAgain = run.HoursLeft > 0 && link.RunsAgain < RunsAgainMax ? link.RunsAgain + 1 : 0;
        if (link.RunsAgain > 0)
        {
            link.BackfillDueMs = now.ElapsedMs + LeftAgainMs + _setup.Random.Next(LeftAgainMs / 10);
        }

        link.LastRunBytes = link.SyncBytes - link.BytesBeforeRun;
        link.IsReconciled |= run.Outcome is "done" or "equal";
        if (link.SpreadInRun > SpreadMax)
        {
            foreach (var other in _links.Links)
            {
                other.BackfillDueMs = other == link ? other.BackfillDueMs : Math.Min(other.BackfillDueMs, now.ElapsedMs + _setup.Random.Next(SpreadWithinMs));
            }
        }

        link.SpreadInRun = 0;
        if (run.Received > 0 || run.Sent > 0 || run.Outcome == "timeout")
        {
            actions.Add(new MeshAction.Backfilled(link.PeerId, run.Received, run.Sent, run.Outcome));
        }
    }

    // A tenth of jitter keeps links that came up together from running together. The listener steps in when the dialler does not.
    private long BackfillPauseMs(bool isDialler)
    {
        var period = _setup.Backfill.PeriodMs;
        return (isDialler ? period : period * 3 / 2) + _setup.Random.Next((period / 10) + 1);
    }
}
