using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Stratum.EndToEnd.Tests;

/// <summary>A node process of its own. Its listeners' addresses come from its log.</summary>
internal sealed partial class RunningNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<Uri> _api = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _mesh = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _ingest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningNode(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Trusts any certificate: those of the tests are made by the tests.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented is not null },
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Uri Api { get; private set; } = null!;

    public Uri Ingest { get; private set; } = null!;

    /// <summary>Where links are taken, host:port.</summary>
    public string Mesh { get; private set; } = "";

    public int ProcessId => _process.Id;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static Task<RunningNode> StartAsync(NodeDirectory directory, params string[] arguments) =>
        StartAsync(StratumProgram.Start(["start", "--config", directory.Configuration, .. arguments]));

    /// <summary>A node whose clock the test sets.</summary>
    public static Task<RunningNode> StartAsync(NodeDirectory directory, Attacks.FakedClock clock)
    {
        var start = StratumProgram.Start("start", "--config", directory.Configuration);
        clock.Apply(start);
        return StartAsync(start);
    }

    /// <summary>A node whose writes fail beyond so many bytes of a file: EFBIG, a disk that gives an error.</summary>
    public static Task<RunningNode> StartWithFileLimitAsync(NodeDirectory directory, int kibibytes)
    {
        var start = StratumProgram.Start(
            "-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" start --config \"$1\"", StratumProgram.Path, directory.Configuration);
        start.FileName = "/bin/bash";
        // The runtime's own memory file is larger than the limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return StartAsync(start);
    }

    private static async Task<RunningNode> StartAsync(ProcessStartInfo start)
    {
        var node = new RunningNode(Process.Start(start)!);
        var exited = node._process.WaitForExitAsync();
        var listening = Task.WhenAll(node._api.Task, node._ingest.Task, node._mesh.Task);
        var first = await Task.WhenAny(listening, exited).WaitAsync(TimeSpan.FromSeconds(60));
        if (first == exited)
        {
            throw new InvalidOperationException($"the node ended with {node._process.ExitCode}:\n{node.Log}");
        }

        (node.Api, node.Ingest) = (await node._api.Task, await node._ingest.Task);
        node.Mesh = await node._mesh.Task;
        return node;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async Task<HttpResponseMessage> PostAsync(string json, string contentType = "application/json") =>
        await Client.PostAsync(new Uri(Ingest, "/ingest"), new StringContent(json, Encoding.UTF8, contentType));

    public async Task<string> GetAsync(string path) => await Client.GetStringAsync(new Uri(Api, path));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"Query API on (https?://\S+)")]
    private static partial Regex ApiLine { get; }

    [GeneratedRegex(@"Ingest on (https?://\S+)")]
    private static partial Regex IngestLine { get; }

    [GeneratedRegex(@"Mesh on \S+ (\S+),")]
    private static partial Regex MeshLine { get; }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        Complete(ApiLine, line, _api);
        Complete(IngestLine, line, _ingest);
        if (MeshLine.Match(line) is { Success: true } match)
        {
            _mesh.TrySetResult(match.Groups[1].Value);
        }
    }

    private static void Complete(Regex pattern, string line, TaskCompletionSource<Uri> address)
    {
        if (pattern.Match(line) is { Success: true } match)
        {
            address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }
}
