using System.Diagnostics;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>The program under test: the one built beside these tests, or the one that STRATUM_BINARY names (the native one in CI).</summary>
internal static class StratumProgram
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("STRATUM_BINARY") is { Length: > 0 } named
        ? named
        : System.IO.Path.GetFullPath(System.IO.Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Stratum.Node", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "stratum"));

    public static ProcessStartInfo Start(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string? input, params string[] arguments) => RunAsync(input, Start(arguments));

    /// <summary>The same in a working directory, without input.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunInAsync(string folder, params string[] arguments)
    {
        var start = Start(arguments);
        start.WorkingDirectory = folder;
        return RunAsync(null, start);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? input, ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await error);
    }
}
