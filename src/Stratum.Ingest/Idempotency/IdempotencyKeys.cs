using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Stratum.Ingest;

/// <summary>
/// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a sender that lost an answer sends the same request again and gets
/// the same answer. Kept in memory only: after a restart the store itself tells duplicates. Bounded in number, size and age.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    public const int KeyCharactersMax = 255;

    // Senders retry within minutes; with replies of at most 64 KiB and usually 50 bytes this is small.
    private const int EntriesMax = 1024;
    private const int ReplyBytesMax = 64 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<IdempotencyEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<IdempotencyEntry> _byAge = new();

    /// <summary>Begins a request. Gives the entry to end it with, or the answer to repeat, or what is wrong.</summary>
    public (IdempotencyEntry? Entry, Reply? Repeated, Problem? Problem) Begin(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0)
        {
            return default;
        }

        if (header.Count != 1 || header[0] is not { Length: > 0 and <= KeyCharactersMax } text)
        {
            return (null, null, new Problem(
                400, "idempotency", $"Idempotency-Key must be given once, with 1 to {KeyCharactersMax} characters", "Idempotency-Key"));
        }

        var (key, hash) = (Scoped(request, text), SHA256.HashData(body));
        lock (_gate)
        {
            Expire();
            if (!_byKey.TryGetValue(key, out var known))
            {
                var entry = new IdempotencyEntry(key, hash, time.GetTimestamp());
                _byKey.Add(key, _byAge.AddLast(entry));
                return (entry, null, null);
            }

            if (!known.Value.BodyHash.AsSpan().SequenceEqual(hash))
            {
                return (null, null, new Problem(
                    422, "idempotency", "this Idempotency-Key was used with another body; use a new key for new readings", "Idempotency-Key"));
            }

            return known.Value.Reply is { } reply
                ? (null, reply, null)
                : (null, null, new Problem(409, "idempotency", "the first request with this Idempotency-Key is still being read", "Idempotency-Key")
                {
                    RetryAfterSeconds = 1,
                });
        }
    }

    /// <summary>Ends a request: its answer is kept, or without one the key is free again.</summary>
    public void End(IdempotencyEntry? entry, Reply? reply)
    {
        if (entry is null)
        {
            return;
        }

        lock (_gate)
        {
            if (reply is not null && reply.Body.Length <= ReplyBytesMax)
            {
                entry.Reply = reply;
            }
            else if (_byKey.TryGetValue(entry.Key, out var node) && ReferenceEquals(node.Value, entry))
            {
                _byKey.Remove(entry.Key);
                _byAge.Remove(node);
            }
        }
    }

    // A key means something only from the one who chose it: path and credential are part of it, hashed so that no token lies about.
    private static string Scoped(HttpRequest request, string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{request.Path}\n{request.QueryString}\n{request.Headers.Authorization}\n{request.HttpContext.Connection.RemoteIpAddress}\n{key}")));

    private void Expire()
    {
        while (_byAge.First is { } oldest && (_byAge.Count >= EntriesMax || time.GetElapsedTime(oldest.Value.StartedAt) > Lifetime))
        {
            _byKey.Remove(oldest.Value.Key);
            _byAge.RemoveFirst();
        }
    }
}
