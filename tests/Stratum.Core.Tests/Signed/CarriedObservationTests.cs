using System.Text;

namespace Stratum.Core.Tests;

public sealed class CarriedObservationTests
{
    [Theory]
    [InlineData("temperature", "A name that no registry has")]
    [InlineData("temperature", "")]
    [InlineData("quantity_of_2225", "Quantity of 2225")]
    [InlineData("quantity_of_2225", "")]
    public void TryRead_NameOtherThanTheRegistrys_IsVerifiedAsCarried(string readingType, string name)
    {
        using var key = Sample.Key();
        var series = Rewrite.Series(Sample.Signed(key).Series, TextField.ReadingType, readingType);
        var carried = Sample.Signed(key).Observation with { Series = Rewrite.Series(series, TextField.ReadingTypeName, name) };
        var signed = ObservationSigner.Sign(carried, key);

        Assert.True(SignedObservationReader.TryRead(Sample.Line(signed), true, out var verified, out var error), error?.ToString());
        Assert.Equal(name, verified.Series[TextField.ReadingTypeName]);
        Assert.Equal(signed, verified);
        Assert.Equal(CanonicalForm.ToArray(carried), CanonicalForm.ToArray(verified.Observation));
    }

    [Fact]
    public void TryRead_EmptyTextsAndNoPosition_AreNotFilledIn()
    {
        using var key = Sample.Key();
        var texts = Enumerable.Repeat("", TextFields.Count).ToArray();
        (texts[(int)TextField.DeviceId], texts[(int)TextField.ReadingType]) = ("d", "temperature");
        var signed = ObservationSigner.Sign(new Observation(new Series(key.NodeId, 1, texts), 0, -0.0, null, null), key);

        Assert.True(SignedObservationReader.TryRead(Sample.Line(signed), true, out var verified, out var error), error?.ToString());
        Assert.Equal("", verified.Series[TextField.DataLicense]);
        Assert.True(double.IsNegative(verified.Observation.Value));
        Assert.Null(verified.Observation.Position);
    }

    [Fact]
    public void Verify_EachFieldAltered_IsABadSignature()
    {
        using var key = Sample.Key();
        using var other = Sample.Key(8);
        var signed = Sample.Signed(key);
        var good = signed.Observation;
        var altered = new List<Observation>
        {
            good with { Timestamp = good.Timestamp + 1 },
            good with { Value = Math.BitIncrement(good.Value) },
            good with { Altitude = null },
            good with { Position = null },
            good with { Position = good.Position!.Value with { Latitude = Math.BitDecrement(good.Position.Value.Latitude) } },
            good with { Position = good.Position!.Value with { Longitude = 0 } },
            good with { Series = Rewrite.Series(good.Series, signer: other.NodeId) },
        };
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            altered.Add(good with { Series = Rewrite.Series(good.Series, field, "x" + good.Series[field].Replace("/", "", StringComparison.Ordinal)) });
        }

        Assert.Equal(VerificationResult.Valid, ObservationVerifier.Verify(good, signed.Signature, out _));
        Assert.All(altered, observation =>
        {
            Assert.Equal(VerificationResult.BadSignature, ObservationVerifier.Verify(observation, signed.Signature, out var verified));
            Assert.Null(verified);
        });
    }

    [Theory]
    [InlineData(2, VerificationResult.FutureVersion)]
    [InlineData(int.MaxValue, VerificationResult.FutureVersion)]
    [InlineData(0, VerificationResult.InvalidContent)]
    [InlineData(-1, VerificationResult.InvalidContent)]
    public void Verify_AnotherVersion_IsRefused(int version, VerificationResult expected)
    {
        using var key = Sample.Key();
        var signed = Sample.Signed(key);
        var relabelled = signed.Observation with { Series = Rewrite.Series(signed.Series, payloadVersion: version) };
        Assert.Equal(expected, ObservationVerifier.Verify(relabelled, signed.Signature, out _));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("9223372036854775807")]
    public void TryRead_FutureVersion_NamesTheVersionWhateverElseItCarries(string version)
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var future = line.Replace("\"signing_payload_version\":1", $"\"signing_payload_version\":{version}", StringComparison.Ordinal);
        AssertError("signing_payload_version", future, checkLine: false);
        AssertError("signing_payload_version", future.Replace("\"unit\":", "\"unit_v2\":", StringComparison.Ordinal), checkLine: false);
        AssertError("signing_payload_version", $"{{\"signing_payload_version\":{version},\"root\":\"00\"}}", checkLine: false);
    }

    [Fact]
    public void Verify_SignedButOutsideTheRules_IsInvalidContent()
    {
        using var key = Sample.Key();
        var signed = Sample.Signed(key);
        foreach (var bad in (Observation[])
            [
                signed.Observation with { Timestamp = Observation.TimestampMax + 1 },
                signed.Observation with { Position = new GeoPoint(91, 0) },
                signed.Observation with { Series = Rewrite.Series(signed.Series, TextField.DeviceId, "a|b") },
                signed.Observation with { Series = Rewrite.Series(signed.Series, TextField.Unit, new string('u', 65)) },
            ])
        {
            Assert.Equal(VerificationResult.InvalidContent, ObservationVerifier.Verify(bad, ObservationSigner.Sign(bad, key).Signature, out _));
        }
    }

    [Fact]
    public void Sign_WithAnotherKeyThanTheSeriesNames_Throws()
    {
        using var key = Sample.Key();
        using var other = Sample.Key(8);
        Assert.Throws<ArgumentException>(() => ObservationSigner.Sign(Sample.Signed(key).Observation, other));
    }

    [Theory]
    [InlineData("reading_id")]
    [InlineData("content_id")]
    [InlineData("node_id")]
    [InlineData("signature")]
    [InlineData("public_key")]
    public void TryRead_IdOrEnvelopeOfAnother_IsNamed(string name)
    {
        using var key = Sample.Key();
        using var other = Sample.Key(8);
        var mine = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var draft = Sample.Draft();
        draft.Value = 5;
        var theirs = Encoding.UTF8.GetString(Sample.Line(ObservationSigner.Sign(Sample.Build(draft, other.NodeId), other)));
        var mixed = mine.Replace(Member(mine, name), Member(theirs, name), StringComparison.Ordinal);

        Assert.NotEqual(mine, mixed);
        AssertError(name == "public_key" ? "signature" : name, mixed, checkLine: false);
    }

    [Fact]
    public void TryRead_OtherSpellingOfThePublicKey_IsRefused()
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var spelled = Member(line, "public_key");
        var last = spelled[^3];
        // 43 base64 characters carry 258 bits: the last two are no part of the key.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var respelled = spelled[..^3] + alphabet[alphabet.IndexOf(last, StringComparison.Ordinal) ^ 1] + spelled[^2..];
        AssertError("public_key", line.Replace(spelled, respelled, StringComparison.Ordinal), checkLine: false);
    }

    [Fact]
    public void TryRead_UnknownKeys_AreIgnored()
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        var more = "{\"later\":[{\"x\":{}}],\"later\":1," + line[1..];
        Assert.True(SignedObservationReader.TryRead(Encoding.UTF8.GetBytes(more), false, out _, out var error), error?.ToString());
    }

    [Fact]
    public void TryRead_CanonicalFieldMissingOrTwice_IsNamed()
    {
        using var key = Sample.Key();
        var line = Encoding.UTF8.GetString(Sample.Line(Sample.Signed(key)));
        foreach (var name in ObservationField.Names)
        {
            AssertError(name, line.Replace($"\"{name}\":", $"\"other_{name}\":", StringComparison.Ordinal), checkLine: false);
            AssertError(name, line[..^1] + $",\"{name}\":0}}", checkLine: false);
        }
    }

    private static string Member(string json, string name)
    {
        var start = json.IndexOf($"\"{name}\":", StringComparison.Ordinal);
        return json[start..(json.IndexOf('"', start + name.Length + 4) + 1)];
    }

    private static void AssertError(string field, string json, bool checkLine)
    {
        Assert.False(SignedObservationReader.TryRead(Encoding.UTF8.GetBytes(json), checkLine, out _, out var error), json);
        Assert.True(field == error.Field, $"{error} instead of {field}");
    }
}
