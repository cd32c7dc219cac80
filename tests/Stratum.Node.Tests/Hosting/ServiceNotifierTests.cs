using System.Net.Sockets;
using System.Text;
using Stratum.Node.Hosting;

namespace Stratum.Node.Tests.Hosting;

public sealed class ServiceNotifierTests
{
    [Fact]
    public async Task Notifier_WithASupervisor_TellsReadyLifeAndStopping()
    {
        var directory = Directory.CreateTempSubdirectory("stratum-notify-").FullName;
        var path = Path.Combine(directory, "notify");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(path));
        var variables = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "2000" };

        using (var notifier = new ServiceNotifier(name => variables.GetValueOrDefault(name), () => true, TimeProvider.System))
        {
            notifier.Ready();
            await ReceiveAsync(supervisor, "READY=1");
            await ReceiveAsync(supervisor, "WATCHDOG=1");
            notifier.Stopping();
            await ReceiveAsync(supervisor, "STOPPING=1");
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Notifier_OfANodeThatIsNotAlive_SendsNoSignOfLife()
    {
        var directory = Directory.CreateTempSubdirectory("stratum-notify-").FullName;
        var path = Path.Combine(directory, "notify");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(path));
        var variables = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "2000" };
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var questions = 0;

        using (var notifier = new ServiceNotifier(name => variables.GetValueOrDefault(name), NotAlive, TimeProvider.System))
        {
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
            notifier.Stopping();
            var buffer = new byte[64];
            var read = await supervisor.ReceiveAsync(buffer);
            Assert.Equal("STOPPING=1", Encoding.ASCII.GetString(buffer, 0, read));
        }

        Directory.Delete(directory, recursive: true);

        bool NotAlive()
        {
            if (Interlocked.Increment(ref questions) == 3)
            {
                asked.TrySetResult();
            }

            return false;
        }
    }

    [Fact]
    public void Notifier_WithoutASupervisor_DoesNothing()
    {
        using var notifier = new ServiceNotifier(_ => null, () => true, TimeProvider.System);
        notifier.Ready();
        notifier.Stopping();
        Assert.Null(Record.Exception(notifier.Ready));
    }

    // Signs of life may come between the others.
    private static async Task ReceiveAsync(Socket supervisor, string expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64];
        while (true)
        {
            var read = await supervisor.ReceiveAsync(buffer, deadline.Token);
            if (Encoding.ASCII.GetString(buffer, 0, read) == expected)
            {
                return;
            }
        }
    }
}
