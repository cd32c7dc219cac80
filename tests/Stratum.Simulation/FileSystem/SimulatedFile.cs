using Stratum.Core;

namespace Stratum.Simulation;

/// <summary>An open file of a <see cref="SimulatedFileSystem"/>.</summary>
internal sealed class SimulatedFile(SimulatedFileSystem system, SimulatedInode inode, string path, bool writable) : IFile
{
    private bool _closed;

    public long Length
    {
        get
        {
            lock (system.Gate)
            {
                return inode.Length;
            }
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (system.Gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            system.CheckAlive();
            var content = inode.Content;
            if (offset >= content.Length)
            {
                return 0;
            }

            var count = Math.Min(buffer.Length, content.Length - (int)offset);
            content.Slice((int)offset, count).CopyTo(buffer);
            return count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> buffer)
    {
        lock (system.Gate)
        {
            CheckWritable();
            var keep = system.BeforeWrite(path, buffer.Length);
            inode.Write(system.OffsetOfWrite(offset), buffer[..keep]);
            system.AfterTornWrite(keep < buffer.Length, path);
        }
    }

    public void FlushFile()
    {
        lock (system.Gate)
        {
            CheckWritable();
            system.Before(SimulatedOperation.FlushFile, path);
            inode.Flush();
        }
    }

    public void SetLength(long length)
    {
        lock (system.Gate)
        {
            CheckWritable();
            system.Before(SimulatedOperation.SetLength, path);
            inode.SetLength(length);
        }
    }

    public void Dispose() => _closed = true;

    private void CheckWritable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!writable)
        {
            throw new UnauthorizedAccessException($"{path} was opened for reading");
        }
    }
}
