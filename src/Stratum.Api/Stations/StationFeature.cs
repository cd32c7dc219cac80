using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>A station as a GeoJSON feature (RFC 7946): where it is, what it said last and how far it is believed.</summary>
internal static class StationFeature
{
    // A day is the rhythm of the slowest stations.
    private const long SecondsOfNow = 86_400;

    public static void Write(Utf8JsonWriter json, StationKey station, IReadOnlyList<StoredObservation> latest, ApiServices services)
    {
        var newest = latest[0];
        double confidence = 0;
        foreach (var observation in latest)
        {
            newest = observation.Timestamp > newest.Timestamp ? observation : newest;
            confidence += observation.Assessment.Confidence / latest.Count;
        }

        var nodeId = station.NodeId.ToString();
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", $"{nodeId}/{station.DeviceId}");
        WriteGeometry(json, newest.Observation.Observation);
        json.WriteStartObject("properties");
        json.WriteString("node_id", nodeId);
        json.WriteString("device_id", station.DeviceId);
        json.WriteString("node_name", newest.Series[TextField.NodeName]);
        json.WriteString("sensor_model", newest.Series[TextField.SensorModel]);
        json.WriteString("deployment", Deployments.NameOf(DeploymentOf(latest, newest.Timestamp)));
        json.WriteNumber("newest", newest.Timestamp);
        json.WriteNumber("confidence", Math.Round(confidence, 4));
        WriteVerification(json, services.Trust.StandingOf(station.NodeId));
        StatusJson.WriteNumberOrNull(json, "reputation", services.Scorer.ReputationOf(station) is { } reputation ? Math.Round(reputation, 4) : (double?)null);
        json.WriteStartArray("latest");
        foreach (var observation in latest)
        {
            WriteLatest(json, observation);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A station with anything in the open is an outdoor one, whatever its console measures in the kitchen; one that was moved is where it is now.
    private static Deployment DeploymentOf(IReadOnlyList<StoredObservation> latest, long newest)
    {
        var deployment = Deployment.Probe;
        foreach (var observation in latest)
        {
            var isOfNow = observation.Timestamp >= newest - SecondsOfNow;
            deployment = isOfNow && observation.Series.Deployment < deployment ? observation.Series.Deployment : deployment;
        }

        return deployment;
    }

    public static void WriteGeometry(Utf8JsonWriter json, Observation observation)
    {
        if (observation.Position is not { } position)
        {
            json.WriteNull("geometry");
            return;
        }

        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(position.Longitude);
        json.WriteNumberValue(position.Latitude);
        if (observation.Altitude is { } altitude)
        {
            json.WriteNumberValue(altitude);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Everything that is held was verified before it was stored; what differs is whether the operator knows the signer.
    private static void WriteVerification(Utf8JsonWriter json, SignerStanding standing)
    {
        json.WriteStartObject("verification");
        json.WriteString("signature", "valid");
        json.WriteString("signer", standing switch
        {
            SignerStanding.Own => "own",
            SignerStanding.Trusted => "trusted",
            _ => "unknown",
        });
        json.WriteEndObject();
    }

    private static void WriteLatest(Utf8JsonWriter json, StoredObservation stored)
    {
        var assessment = stored.Assessment;
        json.WriteStartObject();
        json.WriteString("reading_type", stored.Series.ReadingType);
        json.WriteString("reading_type_name", stored.Series[TextField.ReadingTypeName]);
        json.WriteNumber("value", stored.Observation.Observation.Value);
        json.WriteString("unit", stored.Series.Unit);
        json.WriteString("deployment", Deployments.NameOf(stored.Series.Deployment));
        json.WriteNumber("timestamp", stored.Timestamp);
        json.WriteString("content_id", stored.Observation.ContentId.ToString());
        json.WriteNumber("confidence", Math.Round(assessment.Confidence, 4));
        json.WriteNumber("flag", (int)assessment.Flag);
        StatusJson.WriteNumberOrNull(json, "plausibility", assessment.Plausibility);
        StatusJson.WriteNumberOrNull(json, "spatial", assessment.Spatial);
        StatusJson.WriteNumberOrNull(json, "temporal", assessment.Temporal);
        json.WriteStartArray("reasons");
        foreach (var reason in assessment.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
