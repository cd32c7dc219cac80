using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Counts what became of the messages of one source. The connection's thread counts; any thread may ask.</summary>
internal sealed class MessageTally(TimeProvider time)
{
    private readonly Lock _gate = new();
    private MessageCounts _counts = new();

    public MessageCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    public void Read(string topic, string? leftOut)
    {
        var note = NoteOf(topic, "");
        Change(counts => counts with
        {
            Seen = counts.Seen + 1,
            Read = counts.Read + 1,
            LastRead = note,
            ReadInPart = counts.ReadInPart + (leftOut is null ? 0 : 1),
            LastReadInPart = leftOut is null ? counts.LastReadInPart : note with { Reason = leftOut },
            Hint = null,
        });
    }

    public void PassedOver(string topic, string reason)
    {
        var note = NoteOf(topic, reason);
        Change(counts => counts with { Seen = counts.Seen + 1, PassedOver = counts.PassedOver + 1, LastPassedOver = note });
    }

    public void NotUnderstood(string topic, string reason)
    {
        var note = NoteOf(topic, reason);
        Change(counts => counts with { Seen = counts.Seen + 1, NotUnderstood = counts.NotUnderstood + 1, LastNotUnderstood = note });
    }

    /// <summary>Says why nothing is read, until something is; false when something was in the meantime.</summary>
    public bool Hint(string text)
    {
        Change(counts => counts with { Hint = counts.Read == 0 ? text : null });
        return Counts.Hint is not null;
    }

    private MessageNote NoteOf(string topic, string reason) => new(Excerpt.Of(topic), reason, time.GetUtcNow().ToUnixTimeMilliseconds());

    private void Change(Func<MessageCounts, MessageCounts> change)
    {
        lock (_gate)
        {
            _counts = change(_counts);
        }
    }
}
