using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Stratum.Ingest;

/// <content>DMPAFT: the archive since a time (manual 2.6.1, section X.4).</content>
internal sealed partial class DavisConsole
{
    private const int PageBytes = 267;
    private const int RecordsPerPage = 5;

    // The console's memory: 512 pages and one that is being written.
    private const int PagesMax = 513;

    /// <summary>The records that the console wrote after a time, oldest first; nothing when it refuses or has none.</summary>
    public async IAsyncEnumerable<byte[]> ReadArchiveAsync(
        (ushort Date, ushort Time) since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WakeAsync(cancellationToken).ConfigureAwait(false);
        if (await StartArchiveAsync(since, cancellationToken).ConfigureAwait(false) is not { } extent)
        {
            yield break;
        }

        for (var page = 0; page < extent.Pages; page++)
        {
            var bytes = await ReadPageAsync(cancellationToken).ConfigureAwait(false);
            for (var record = page == 0 ? extent.First : 0; record < RecordsPerPage; record++)
            {
                yield return bytes.AsSpan(1 + (record * ArchiveRecord.Bytes), ArchiveRecord.Bytes).ToArray();
            }

            if (page < extent.Pages - 1)
            {
                await port.WriteAsync(new[] { Ack }, cancellationToken).ConfigureAwait(false);
            }
        }

        // The last page's acknowledgement ends the download.
        await port.WriteAsync(new[] { Ack }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(int Pages, int First)?> StartArchiveAsync((ushort Date, ushort Time) since, CancellationToken cancellationToken)
    {
        var words = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(words, since.Date);
        BinaryPrimitives.WriteUInt16LittleEndian(words.AsSpan(2), since.Time);
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (!await CommandAsync("DMPAFT", cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            await port.WriteAsync(WithCrc(words), cancellationToken).ConfigureAwait(false);
            if (await AcknowledgedAsync(cancellationToken).ConfigureAwait(false) is true
                && await ReadBlockAsync(6, cancellationToken).ConfigureAwait(false) is { } extent)
            {
                int pages = BinaryPrimitives.ReadUInt16LittleEndian(extent), first = BinaryPrimitives.ReadUInt16LittleEndian(extent.AsSpan(2));
                if (pages > PagesMax || first >= RecordsPerPage)
                {
                    throw new DeviceException($"the console offers {pages} archive pages from record {first}; at most {PagesMax} and 0 to {RecordsPerPage - 1} can be");
                }

                await port.WriteAsync(new[] { pages > 0 ? Ack : Escape }, cancellationToken).ConfigureAwait(false);
                return pages > 0 ? (pages, first) : null;
            }

            await WakeAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new DeviceException($"the console did not take the time of DMPAFT in {TriesMax} tries");
    }

    private async Task<byte[]> ReadPageAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (await ReadBlockAsync(PageBytes, cancellationToken).ConfigureAwait(false) is { } page)
            {
                return page;
            }

            // What is left of the damaged page, then the same one again.
            await port.DropAsync(timing.WriteGap, cancellationToken).ConfigureAwait(false);
            await port.WriteAsync(new[] { NakPrinted }, cancellationToken).ConfigureAwait(false);
        }

        await port.WriteAsync(new[] { Escape }, cancellationToken).ConfigureAwait(false);
        throw new DeviceException($"an archive page was damaged {TriesMax} times: check the cable");
    }
}
