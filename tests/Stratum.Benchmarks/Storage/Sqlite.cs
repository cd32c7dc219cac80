using System.Runtime.InteropServices;

namespace Stratum.Benchmarks;

/// <summary>The few calls of the system's SQLite (libsqlite3.so.0) that the comparison needs.</summary>
internal static partial class Sqlite
{
    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;
    private const string Library = "libsqlite3.so.0";

    /// <summary>Whether the library is there.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "sqlite3_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, out nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    public static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(nint database, string sql, nint callback, nint argument, nint error);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Prepare(nint database, string sql, int bytes, out nint statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int Bind(nint statement, int at, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    public static partial int Bind(nint statement, int at, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int Bind(nint statement, int at, ReadOnlySpan<byte> value, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial void Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial void Finish(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long Int64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    public static partial double Double(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_libversion")]
    public static partial nint Version();
}
