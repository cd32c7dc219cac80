using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The open manifest: an append-only log of edits, framed like a WAL segment. A new one begins at each start and whenever the old one
/// has grown long; CURRENT names the one that counts.
/// </summary>
internal sealed class ManifestWriter : IDisposable
{
    /// <summary>Bytes after which a fresh snapshot is shorter to read than the log of edits.</summary>
    private const long RewriteBytes = 1 << 20;

    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly ByteWriter _buffer = new();
    private IFile _file;
    private ulong _number;
    private ulong _salt;
    private long _length;

    private ManifestWriter(IFileSystem files, string directory, ManifestState state, ulong number)
    {
        (_files, _directory, State, _number) = (files, directory, state, number);
        _file = Begin();
    }

    public ManifestState State { get; }

    public string FileName => ManifestFormat.FileName(_number);

    /// <summary>Begins a manifest that holds the state, and makes CURRENT name it.</summary>
    public static ManifestWriter Create(IFileSystem files, string directory, ManifestState state, ulong number) =>
        new(files, directory, state, number);

    /// <summary>Makes an edit durable and takes it into the state.</summary>
    public void Append(ManifestEdit edit)
    {
        WriteRecord(edit);
        State.Apply(edit);
        if (_length > RewriteBytes)
        {
            var old = FileName;
            _file.Dispose();
            _number++;
            _file = Begin();
            _files.Delete(Path.Combine(_directory, old));
        }
    }

    public void Dispose() => _file.Dispose();

    private IFile Begin()
    {
        var file = _files.Create(Path.Combine(_directory, FileName));
        _file = file;
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        _salt = BinaryPrimitives.ReadUInt64LittleEndian(random);
        Span<byte> header = stackalloc byte[WalFormat.HeaderBytes];
        WalFormat.WriteHeader(header, _number, _salt);
        file.Write(0, header);
        _length = header.Length;
        WriteRecord(State.Snapshot());
        _files.FlushDirectory(_directory);
        WriteCurrent();
        return file;
    }

    private void WriteRecord(ManifestEdit edit)
    {
        _buffer.Clear();
        var start = LogRecord.Begin(_buffer, WalRecordType.Edit);
        edit.Write(_buffer);
        LogRecord.End(_buffer, start, _salt, _length);
        _file.Write(_length, _buffer.Written);
        _file.FlushFile();
        _length += _buffer.Length;
    }

    private void WriteCurrent()
    {
        var temporary = Path.Combine(_directory, ManifestFormat.CurrentTemporary);
        if (_files.Exists(temporary))
        {
            _files.Delete(temporary);
        }

        using (var file = _files.Create(temporary))
        {
            file.Write(0, Encoding.ASCII.GetBytes(ManifestFormat.CurrentText(_number)));
            file.FlushFile();
        }

        _files.Replace(temporary, Path.Combine(_directory, ManifestFormat.Current));
        _files.FlushDirectory(_directory);
    }
}
