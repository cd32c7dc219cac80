using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// TLS and plain HTTP on one port: a TLS client begins with a handshake record, whose first byte is 0x16, and no method of HTTP does. Where
/// plain HTTP is not taken, it is answered in plain words instead of a closed connection.
/// </summary>
internal static class FirstByte
{
    private const byte Handshake = 0x16;
    private const int DrainBytesMax = 1024 * 1024;

    // As long as Kestrel waits for the first byte of a request.
    private static readonly TimeSpan FirstByteMax = TimeSpan.FromSeconds(75);

    // What a sender still has under way when it is refused.
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(2);

    /// <summary>Puts TLS on the listener, for those who speak it.</summary>
    public static void UseTls(this ListenOptions listen, ListenerOptions options)
    {
        // The steps are built from the last to the first: the one behind TLS hands over what it leads to.
        ConnectionDelegate? plain = null;
        listen.Use(next => connection => RouteAsync(connection, options, next, plain!));
        listen.UseHttps(options.Certificate!);
        listen.Use(next => plain = next);
    }

    private static async Task RouteAsync(ConnectionContext connection, ListenerOptions options, ConnectionDelegate tls, ConnectionDelegate plain)
    {
        var input = connection.Transport.Input;
        using var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), input);
        var result = await ReadAsync(input, options.Time, FirstByteMax);
        if (result.Buffer.IsEmpty)
        {
            return;
        }

        var isTls = result.Buffer.Slice(0, 1).ToArray()[0] == Handshake;
        if (isTls || options.TakesPlain)
        {
            // Nothing of it is examined: whoever reads next has it at once.
            input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            await (isTls ? tls : plain)(connection);
            return;
        }

        var target = TargetOf(result.Buffer);
        input.AdvanceTo(result.Buffer.End);
        await RefuseAsync(connection, options, target);
    }

    private static async Task RefuseAsync(ConnectionContext connection, ListenerOptions options, string target)
    {
        var detail = $"this port speaks TLS; use https:// instead of http:// ([network] {options.Key})";
        var body = $$"""{"type":"about:blank","title":"Bad Request","status":400,"detail":"{{detail}}"}""";
        var answer = $"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
        var remote = (connection.RemoteEndPoint as System.Net.IPEndPoint)?.Address;
        options.OnRefused?.Invoke(new RefusedConnection(remote, target, "plain_http", 400, detail, options.PlainAdvice));
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(answer));

        // Closing over bytes that were not read resets the connection, and the answer with it.
        var input = connection.Transport.Input;
        for (var drained = 0L; drained < DrainBytesMax;)
        {
            var result = await ReadAsync(input, options.Time, DrainMax);
            drained += result.Buffer.Length;
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
            {
                return;
            }
        }
    }

    // Empty and cancelled when nothing came in time.
    private static async Task<ReadResult> ReadAsync(PipeReader input, TimeProvider time, TimeSpan patience)
    {
        await using var timer = time.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), input, patience, Timeout.InfiniteTimeSpan);
        return await input.ReadAsync();
    }

    private static string TargetOf(ReadOnlySequence<byte> buffer)
    {
        const int bytesMax = 2048;
        var parts = Encoding.Latin1.GetString(buffer.Slice(0, Math.Min(buffer.Length, bytesMax)).ToArray()).Split(' ', 3);
        return parts.Length > 1 ? parts[1] : "";
    }
}
