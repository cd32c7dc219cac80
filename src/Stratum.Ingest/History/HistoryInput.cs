using System.IO.Compression;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>An opened file and its first bytes, by which its format is told.</summary>
internal sealed class HistoryInput : IDisposable
{
    /// <summary>As much of a file as is looked at: several lines of any format, whose headers have at most some 6 KiB.</summary>
    private const int HeadBytes = 64 * 1024;

    private readonly Stream _file;

    private HistoryInput(string name, Stream file, Stream text, byte[] head, bool isSeekable)
    {
        (Name, _file, Text, Head) = (name, file, text, head);
        Total = isSeekable ? file.Length : 0;
    }

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Path, or "-" for standard input.</summary>
    public string Name { get; }

    /// <summary>The content, unpacked.</summary>
    public Stream Text { get; }

    /// <summary>Its beginning.</summary>
    public byte[] Head { get; }

    public long Total { get; }

    public long Done => Total > 0 ? _file.Position : 0;

    /// <summary>Throws <see cref="StratumException"/> when the file cannot be read.</summary>
    public static HistoryInput Open(string path)
    {
        try
        {
            if (path == "-")
            {
                // What cannot be read twice is not looked at before: its format must be said.
                var input = Console.OpenStandardInput();
                return new HistoryInput(path, input, input, [], isSeekable: false);
            }

            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = HeadBytes });
            var text = Unpacked(file);
            var head = new byte[HeadBytes];
            var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return new HistoryInput(path, file, ReferenceEquals(text, file) ? file : Unpacked(file), head[..length], isSeekable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StratumException($"cannot read {path}: {e.Message}", ExitCode.Usage, e);
        }
    }

    public void Dispose()
    {
        Text.Dispose();
        _file.Dispose();
    }

    private static Stream Unpacked(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }
}
