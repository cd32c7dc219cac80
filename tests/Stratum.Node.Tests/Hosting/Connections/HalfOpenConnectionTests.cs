using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Node.Hosting;

namespace Stratum.Node.Tests.Hosting.Connections;

public sealed class HalfOpenConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(31, false)]
    [InlineData(0, true)]
    public async Task Request_ClientThatClosedItsSendingSide_IsAbortedAfter30SilentSecondsOrAReset(int silentSeconds, bool resets)
    {
        var time = new JumpingTime();
        var options = new ListenerOptions("api_listen", new IPEndPoint(IPAddress.Loopback, 0)) { ApplyLimits = _ => { }, Time = time };
        await using var application = KestrelListener.Create(options, NullLoggerFactory.Instance, _ => { });
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        application.Run(async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            await context.Response.Body.WriteAsync("begun"u8.ToArray());
            await context.Response.Body.FlushAsync();
            started.TrySetResult();
            await aborted.Task;
        });
        await KestrelListener.StartAsync(application, options, CancellationToken.None);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(application.Urls.First()).Port);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
        await started.Task.WaitAsync(Patience);
        await time.Ticked.Task.WaitAsync(Patience);
        Assert.False(aborted.Task.IsCompleted);
        if (resets)
        {
            client.LingerState = new LingerOption(true, 0);
            client.Close();
        }

        time.Ahead = TimeSpan.FromSeconds(silentSeconds);
        await aborted.Task.WaitAsync(Patience);
    }

    /// <summary>The machine's timers, and a clock that may jump.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        /// <summary>Completes when a timer has fired.</summary>
        public TaskCompletionSource Ticked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (System.GetUtcNow() + Ahead).Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
            inner =>
            {
                callback(inner);
                Ticked.TrySetResult();
            },
            state, dueTime, period);
    }
}
