using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Stratum.Core.Tests;

public sealed class CanonicalFormTests
{
    private static readonly string[] FieldsOfV1 =
    [
        "altitude", "board_model", "calibration_status", "data_license", "data_source", "data_source_name", "deployment_type",
        "deployment_type_source", "device_id", "geo_country", "geo_subdivision", "latitude", "location_source", "longitude", "node_info",
        "node_info_url", "node_name", "reading_type", "reading_type_name", "sensor_model", "sensor_transport", "signing_payload_version",
        "timestamp", "unit", "value",
    ];

    [Fact]
    public void Write_AnyObservation_HasTheFrozenFieldsInCodePointOrder()
    {
        using var key = Sample.Key();
        using var document = JsonDocument.Parse(CanonicalForm.ToArray(Sample.Build(Sample.Draft(), key.NodeId)));
        var names = document.RootElement.EnumerateObject().Select(member => member.Name).ToArray();

        Assert.Equal(FieldsOfV1, names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void ObservationFields_Known_AreTheFrozenOnes() => Assert.Equal(FieldsOfV1, ObservationField.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void Write_EveryCharacterBelowU00FF_EscapesOnlyQuoteBackslashAndControls()
    {
        var text = string.Concat(Enumerable.Range(0, 0x100).Select(code => (char)code)) + "/<>&'\u2028\uffff\U0001F327\U0010FFFF";
        var expected = new StringBuilder();
        foreach (var character in text)
        {
            expected.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        Assert.Contains($"\"node_info\":\"{expected}\",", Text(draft => draft[TextField.NodeInfo] = text));
    }

    [Fact]
    public void Write_DecomposedAndPaddedText_IsLeftAsItIs() =>
        Assert.Contains("\"node_name\":\"  e\u0301\u212b \",", Text(draft => draft[TextField.NodeName] = "  e\u0301\u212b "));

    [Fact]
    public void Write_ValueWithManyDigits_IsNotRounded() => Assert.EndsWith("\"value\":21.299999237060547}", Text(draft => draft.Value = 21.3f));

    [Fact]
    public void Write_NegativeZeroEverywhere_KeepsItsSign()
    {
        var text = Text(draft => (draft.Value, draft.Latitude, draft.Longitude, draft.Altitude) = (-0.0, -0.0, -0.0, -0.0));
        Assert.Equal(4, text.Split(":-0.0").Length - 1);
    }

    [Fact]
    public void Write_RandomObservations_NeverTakeMoreThanMaxBytes()
    {
        const int seed = 31;
        var random = new Random(seed);
        using var key = Sample.Key();
        for (var i = 0; i < 2_000; i++)
        {
            var draft = RandomDraft(random);
            var observation = Sample.Build(draft, key.NodeId);
            var buffer = new byte[new PayloadVersionV1().MaxBytes(observation)];
            var length = new PayloadVersionV1().Write(observation, buffer);
            Assert.True(length <= buffer.Length, $"seed {seed}, round {i}");
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            Assert.True(document.RootElement.GetProperty("node_info").GetString() == draft[TextField.NodeInfo], $"seed {seed}, round {i}");
        }
    }

    [Fact]
    public void Write_WidestNumbers_FitIntoMaxBytes()
    {
        const double widest = -2.2250738585072014e-308;
        using var key = Sample.Key();
        var draft = Sample.Draft();
        (draft.Timestamp, draft.Value, draft.Altitude, draft.Latitude, draft.Longitude) = (Observation.TimestampMax, widest, widest, widest, widest);
        var observation = Sample.Build(draft, key.NodeId);
        Assert.InRange(CanonicalForm.ToArray(observation).Length, 1, new PayloadVersionV1().MaxBytes(observation));
    }

    [Fact]
    public void WriteVerifyAndIds_AfterTheFirst_DoNotAllocate()
    {
        using var key = Sample.Key();
        var signed = Sample.Signed(key);
        var output = new ArrayBufferWriter<byte>(4096);
        Run();
        // The least of several: the runtime itself may allocate when it compiles a method again.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(100)));

        long AllocatedBy(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                Run();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Run()
        {
            output.ResetWrittenCount();
            CanonicalForm.Write(signed.Observation, output);
            CanonicalForm.ContentIdOf(signed.Observation);
            CanonicalForm.ReadingIdOf(signed.Observation);
            Ed25519.Verify(output.WrittenSpan, signed.Signature, key.NodeId);
        }
    }

    [Fact]
    public void Write_UnknownVersion_Throws()
    {
        using var key = Sample.Key();
        var observation = Sample.Build(Sample.Draft(), key.NodeId);
        var future = observation with { Series = Rewrite.Series(observation.Series, payloadVersion: 2) };
        Assert.Throws<NotSupportedException>(() => CanonicalForm.ToArray(future));
    }

    private static string Text(Action<ObservationDraft> change)
    {
        using var key = Sample.Key();
        var draft = Sample.Draft();
        change(draft);
        return Encoding.UTF8.GetString(CanonicalForm.ToArray(Sample.Build(draft, key.NodeId)));
    }

    private static ObservationDraft RandomDraft(Random random)
    {
        var draft = new ObservationDraft { Timestamp = random.NextInt64(Observation.TimestampMax + 1), Value = Finite(random), Altitude = Finite(random) };
        draft[TextField.DeviceId] = "d";
        draft[TextField.ReadingType] = "t";
        foreach (var field in (ReadOnlySpan<TextField>)[TextField.NodeInfo, TextField.Unit, TextField.GeoCountry, TextField.ReadingTypeName])
        {
            var text = new StringBuilder();
            for (var length = random.Next(TextFields.MaxCharactersOf(field) + 1); length > 0; length--)
            {
                var (first, end) = random.Next(4) switch { 0 => (0, 0x20), 1 => (0, 0x80), 2 => (0, 0xD800), _ => (0x10000, 0x110000) };
                text.Append(new Rune(random.Next(first, end)));
            }

            draft[field] = text.ToString();
        }

        return draft;
    }

    private static double Finite(Random random)
    {
        var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : 1.5;
    }
}
