using System.Buffers;
using System.Text;

namespace Stratum.Core.Tests;

/// <summary>Keys, drafts and observations that tests start from.</summary>
internal static class Sample
{
    public static NodeKey Key(byte seed = 7) => NodeKey.FromSeed(Enumerable.Repeat(seed, NodeKey.SeedSize).ToArray());

    public static ObservationDraft Draft()
    {
        var draft = new ObservationDraft { Timestamp = 1_780_000_000, Value = 21.37, Latitude = 59.95, Longitude = 10.72, Altitude = 94 };
        draft[TextField.DeviceId] = "garden/\"1\"";
        draft[TextField.ReadingType] = "temperature";
        draft[TextField.Unit] = "\u00b0C";
        draft[TextField.NodeName] = "Blindern";
        return draft;
    }

    public static Observation Build(ObservationDraft draft, NodeId signer)
    {
        Assert.True(ObservationBuilder.TryBuild(draft, signer, out var observation, out var error), error?.ToString());
        return observation;
    }

    public static SignedObservation Signed(NodeKey key) => ObservationSigner.Sign(Build(Draft(), key.NodeId), key);

    public static StoredObservation Stored(SignedObservation signed) => new(
        signed, 12, 1_780_000_004_250, ReceivedVia.Local, TimeSource.Device,
        new Assessment(0.8125, QualityFlag.Good, ["4.8 degC above \"23\" neighbours", "a\\b"]));

    /// <summary>One line of an export, without its line feed.</summary>
    public static byte[] Line(SignedObservation signed)
    {
        var output = new ArrayBufferWriter<byte>();
        ObservationJson.WriteLine(Stored(signed), output);
        Assert.Equal((byte)'\n', output.WrittenSpan[^1]);
        return output.WrittenSpan[..^1].ToArray();
    }

    public static DraftError? ReadError(string json) => ReadError(Encoding.UTF8.GetBytes(json));

    /// <summary>What reading and building say of a draft's JSON; null when it becomes an observation.</summary>
    public static DraftError? ReadError(byte[] json)
    {
        using var key = Key();
        return DraftReader.TryRead(json, out var draft, out var error) && ObservationBuilder.TryBuild(draft, key.NodeId, out _, out error) ? null : error;
    }

    /// <summary>A valid draft's JSON with members replaced or added: their JSON text by name; a null text removes the member.</summary>
    public static string Json(params (string Name, string? Text)[] changes)
    {
        var members = new List<(string Name, string? Text)>
        {
            ("device_id", "\"d1\""), ("timestamp", "1780000000"), ("reading_type", "\"temperature\""), ("value", "21.5"),
        };
        foreach (var change in changes)
        {
            var at = members.FindIndex(member => member.Name == change.Name);
            if (at >= 0)
            {
                members[at] = change;
            }
            else
            {
                members.Add(change);
            }
        }

        return "{" + string.Join(",", members.Where(member => member.Text is not null).Select(member => $"\"{member.Name}\":{member.Text}")) + "}";
    }
}
