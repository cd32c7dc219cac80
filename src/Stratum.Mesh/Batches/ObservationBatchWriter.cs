using System.Buffers;
using System.Text;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Batches;

/// <summary>
/// Packs observations into one batch: what repeats is written once and rows point to it. A row costs its signature (64), its value
/// (8), two or three bytes for series and time, and its share of the tables.
/// </summary>
internal sealed class ObservationBatchWriter(int bytesMax = ObservationBatchWriter.DefaultBytesMax)
{
    /// <summary>A batch goes out at 32 KiB (MESH, "Dissemination"): half a frame, so that the estimate below may be coarse.</summary>
    public const int DefaultBytesMax = 32 * 1024;

    // Series index, timestamp delta at its longest, value, signature, and a moved row at its longest.
    private const int RowBytesMax = 3 + 10 + 8 + 64 + 6;

    // Three optional doubles with their tags, and the message's own tag and length.
    private const int PlaceBytes = 29;

    private const int TextOverheadBytes = 3;

    // 22 indices of at most three bytes.
    private const int SeriesBytes = 66;

    private readonly ObservationBatch _batch = new();
    private readonly Dictionary<string, uint> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<NodeId, uint> _signers = [];
    private readonly Dictionary<PlaceKey, uint> _places = [];
    private readonly Dictionary<Series, (uint Index, uint Place)> _series = [];
    private readonly ArrayBufferWriter<byte> _signerBytes = new();
    private readonly ArrayBufferWriter<byte> _signatureBytes = new();
    private long _lastTimestamp;
    private int _bytes;

    /// <summary>Rows so far.</summary>
    public int Count => _batch.RowValues.Count;

    /// <summary>An upper bound of the size so far.</summary>
    public int BytesEstimate => _bytes;

    /// <summary>Adds a row; false when it does not fit any more. The first row always fits.</summary>
    public bool TryAdd(SignedObservation signed)
    {
        var cost = CostOf(signed);
        if (Count > 0 && (_bytes + cost > bytesMax || Count >= ObservationBatchReader.RowsMax))
        {
            return false;
        }

        _bytes += cost;
        if (Count == 0)
        {
            _batch.BaseTimestamp = signed.Timestamp;
            _lastTimestamp = signed.Timestamp;
        }

        AddRow(signed);
        return true;
    }

    /// <summary>The batch; the writer is used up.</summary>
    public ObservationBatch ToBatch()
    {
        _batch.Signers = ByteString.CopyFrom(_signerBytes.WrittenSpan);
        _batch.Signatures = ByteString.CopyFrom(_signatureBytes.WrittenSpan);
        return _batch;
    }

    private void AddRow(SignedObservation signed)
    {
        var observation = signed.Observation;
        var place = PlaceOf(observation);
        if (!_series.TryGetValue(observation.Series, out var series))
        {
            series = AddSeries(observation.Series, place);
        }

        if (series.Place != place)
        {
            _batch.MovedRows.Add((uint)Count);
            _batch.MovedRows.Add(place);
        }

        _batch.RowSeries.Add(series.Index);
        _batch.RowTimestampDeltas.Add(signed.Timestamp - _lastTimestamp);
        _lastTimestamp = signed.Timestamp;
        Span<byte> signature = stackalloc byte[Signature.Size];
        signed.Signature.CopyTo(signature);
        _signatureBytes.Write(signature);
        _batch.RowValues.Add(observation.Value);
    }

    private (uint Index, uint Place) AddSeries(Series series, uint place)
    {
        var added = ((uint)_series.Count, place);
        _series.Add(series, added);
        _batch.Series.Add(SignerOf(series.Signer));
        _batch.Series.Add((uint)series.PayloadVersion);
        _batch.Series.Add(place);
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            _batch.Series.Add(TextOf(series[field]));
        }

        return added;
    }

    private uint SignerOf(NodeId signer)
    {
        if (!_signers.TryGetValue(signer, out var index))
        {
            index = (uint)_signers.Count;
            _signers.Add(signer, index);
            _signerBytes.Write(signer.PublicKey.ToArray());
        }

        return index;
    }

    private uint TextOf(string text)
    {
        if (!_texts.TryGetValue(text, out var index))
        {
            index = (uint)_texts.Count;
            _texts.Add(text, index);
            _batch.Texts.Add(text);
        }

        return index;
    }

    private uint PlaceOf(Observation observation)
    {
        var key = PlaceKey.Of(observation);
        if (!_places.TryGetValue(key, out var index))
        {
            index = (uint)_places.Count;
            _places.Add(key, index);
            _batch.Places.Add(key.ToPlace());
        }

        return index;
    }

    private int CostOf(SignedObservation signed)
    {
        var cost = RowBytesMax + (_places.ContainsKey(PlaceKey.Of(signed.Observation)) ? 0 : PlaceBytes);
        var series = signed.Series;
        if (_series.ContainsKey(series))
        {
            return cost;
        }

        cost += SeriesBytes + (_signers.ContainsKey(series.Signer) ? 0 : Hash256.Size);
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            cost += _texts.ContainsKey(series[field]) ? 0 : Encoding.UTF8.GetByteCount(series[field]) + TextOverheadBytes;
        }

        return cost;
    }
}
