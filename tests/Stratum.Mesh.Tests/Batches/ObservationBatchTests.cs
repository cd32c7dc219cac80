using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Batches;

public sealed class ObservationBatchTests
{
    private readonly NodeKey _key = Observations.Key(9);
    private readonly ObservationBatchReader _reader = new();
    private readonly List<UnverifiedObservation> _rows = [];

    [Fact]
    public void Rows_OfAThousandReadings_CostAboutNinetyBytesEach()
    {
        var writer = new ObservationBatchWriter(1 << 20);
        var count = Observations.Many(_key, 1000, 1_800_000_000).TakeWhile(writer.TryAdd).Count();

        var bytes = writer.ToBatch().CalculateSize();

        Assert.Equal(1000, count);
        Assert.InRange((double)bytes / count, 64, 90);
    }

    [Fact]
    public void Roundtrip_EveryKindOfPlaceAndNumber_RebuildsTheCanonicalBytes()
    {
        Observation[] observations =
        [
            Observations.Unsigned(_key.NodeId, 0, -0.0),
            Observations.Unsigned(_key.NodeId, Observation.TimestampMax, 5e-324),
            Observations.Unsigned(_key.NodeId, 17, double.MaxValue),
            Observations.Unsigned(_key.NodeId, 17, 1) with { Position = null },
            Observations.Unsigned(_key.NodeId, 17, 2) with { Position = new GeoPoint(-0.0, 0.0), Altitude = -0.0 },
            Observations.Unsigned(_key.NodeId, 17, 3) with { Position = new GeoPoint(0.0, -0.0), Altitude = 0.0 },
            Observations.Unsigned(_key.NodeId, 18, 4, device: "Wetter\u00fc\ud83c\udf21"),
        ];
        var signed = observations.Select(observation => ObservationSigner.Sign(observation, _key)).ToArray();

        Read(TestBatch.Of(signed));

        Assert.Equal(signed.Length, _rows.Count);
        foreach (var (row, original) in _rows.Zip(signed))
        {
            Assert.Equal(CanonicalForm.ToArray(original.Observation), CanonicalForm.ToArray(row.Observation));
            Assert.True(ObservationVerifier.TryVerify(row.Observation, row.Signature, out var verified));
            Assert.Equal(original.ContentId, verified.ContentId);
        }
    }

    [Fact]
    public void Writer_AtItsLimits_TakesNoMore()
    {
        var many = Observations.Many(_key, ObservationBatchReader.RowsMax + 1, 1_800_000_000);
        var rows = new ObservationBatchWriter(1 << 20);
        Assert.Equal(ObservationBatchReader.RowsMax, many.TakeWhile(rows.TryAdd).Count());

        var bytes = new ObservationBatchWriter(8 * 1024);
        Assert.InRange(many.TakeWhile(bytes.TryAdd).Count(), 60, 110);
        Assert.InRange(bytes.ToBatch().CalculateSize(), 4 * 1024, 8 * 1024);
    }

    [Fact]
    public void Writer_WithTheLargestObservation_StaysWithinAFrame()
    {
        var texts = new string[TextFields.Count];
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            texts[(int)field] = string.Concat(Enumerable.Repeat("\ud83c\udf21", TextFields.MaxCharactersOf(field)));
        }

        texts[(int)TextField.ReadingType] = new string('a', 64);
        var observation = new Observation(new Series(_key.NodeId, 1, texts), 1_800_000_000, 1, new GeoPoint(1, 2), 3);

        var batch = TestBatch.Of(ObservationSigner.Sign(observation, _key));

        Assert.InRange(new Frame { BackfillItems = new BackfillItems { Run = uint.MaxValue, Batch = batch } }.CalculateSize(), 1, 64 * 1024);
    }

    [Fact]
    public void Read_ColumnsThatDoNotFit_AreRefusedWithAReason()
    {
        Action<ObservationBatch>[] changes =
        [
            batch => batch.RowSeries.Clear(),
            batch => batch.RowSeries.Add(0),
            batch => batch.RowSeries[0] = 9,
            batch => batch.RowValues.Add(1),
            batch => batch.RowTimestampDeltas.RemoveAt(0),
            batch => batch.RowTimestampDeltas[0] = long.MinValue,
            batch => batch.BaseTimestamp = long.MaxValue,
            batch => batch.BaseTimestamp = -1,
            batch => batch.Signatures = ByteString.CopyFrom(new byte[64]),
            batch => batch.Signers = ByteString.CopyFrom(new byte[33]),
            batch => batch.Signers = ByteString.Empty,
            batch => batch.Series.RemoveAt(0),
            batch => batch.Series[0] = uint.MaxValue,
            batch => batch.Series[2] = 7,
            batch => batch.Series[3] = uint.MaxValue,
            batch => batch.Texts.Clear(),
            batch => batch.Places.Clear(),
            batch => batch.Places.AddRange(Enumerable.Repeat(new Place(), 4)),
            batch => batch.MovedRows.Add(0),
            batch => batch.MovedRows.AddRange([1, 0, 0, 0]),
            batch => batch.MovedRows.AddRange([0, 9]),
        ];
        foreach (var (index, change) in changes.Index())
        {
            var batch = TestBatch.Of([.. Observations.Many(_key, 2, 1_800_000_000)]);
            change(batch);
            Assert.False(_reader.TryRead(batch, _rows, out var problem), $"change {index}");
            Assert.NotEmpty(problem);
        }
    }

    [Fact]
    public void Read_OneRowTooMany_IsRefused()
    {
        var batch = TestBatch.Of(Observations.One(_key, 1));
        while (batch.RowValues.Count < ObservationBatchReader.RowsMax)
        {
            batch.RowSeries.Add(0);
            batch.RowTimestampDeltas.Add(1);
            batch.RowValues.Add(1);
        }

        batch.Signatures = ByteString.CopyFrom(new byte[64 * ObservationBatchReader.RowsMax]);
        Assert.True(_reader.TryRead(batch, _rows, out _));
        batch.RowSeries.Add(0);
        batch.RowTimestampDeltas.Add(1);
        batch.RowValues.Add(1);
        batch.Signatures = ByteString.CopyFrom(new byte[64 * (ObservationBatchReader.RowsMax + 1)]);

        Assert.False(_reader.TryRead(batch, _rows, out var problem));
        Assert.Contains("1025", problem);
    }

    private void Read(ObservationBatch batch) => Assert.True(_reader.TryRead(batch, _rows, out var problem), problem);
}
