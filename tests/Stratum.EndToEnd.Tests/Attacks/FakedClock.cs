using System.Diagnostics;

namespace Stratum.EndToEnd.Tests.Attacks;

/// <summary>The wall clock of a node process, set through libfaketime while it runs; the clock that nobody can set goes on as it is.</summary>
internal sealed class FakedClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public FakedClock() => Set("+0");

    /// <summary>The library; null when it is not installed.</summary>
    public static string? Library { get; } = Array.Find(
        Directory.Exists("/usr/lib") ? Directory.GetFiles("/usr/lib", "libfaketimeMT.so.1", Options) : [], static _ => true);

    private static EnumerationOptions Options => new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };

    /// <summary>How far the clock is off, as faketime(1) has it: "+400d", "-1d", "+0".</summary>
    public void Set(string offset)
    {
        // Replaced at once: the library reads it at each look at the clock.
        var next = _file + ".next";
        File.WriteAllText(next, offset);
        File.Move(next, _file, overwrite: true);
    }

    public void Apply(ProcessStartInfo start)
    {
        start.Environment["LD_PRELOAD"] = Library;
        start.Environment["FAKETIME_TIMESTAMP_FILE"] = _file;
        start.Environment["FAKETIME_NO_CACHE"] = "1";
        start.Environment["DONT_FAKE_MONOTONIC"] = "1";
    }

    public void Dispose() => File.Delete(_file);
}
