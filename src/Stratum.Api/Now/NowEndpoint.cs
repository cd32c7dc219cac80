using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>GET /now: current conditions at a place. Without an entity tag: the ages in the answer change every second.</summary>
internal sealed class NowEndpoint(ApiServices services)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var request = NowRequest.Read(query);
        if (await query.RefusedAsync(context))
        {
            return;
        }

        var conditions = new CurrentConditions(services, request);
        var values = conditions.Read();
        context.Response.Headers.CacheControl = "no-cache";
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("latitude", request.Point.Latitude);
            json.WriteNumber("longitude", request.Point.Longitude);
            json.WriteStartArray("quantities");
            foreach (var value in values)
            {
                WriteValue(json, value, conditions.Now);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteValue(Utf8JsonWriter json, CurrentValue value, long now)
    {
        long newest = long.MinValue, oldest = long.MaxValue;
        foreach (var contributor in value.Contributors)
        {
            newest = Math.Max(newest, contributor.Observation.Timestamp);
            oldest = Math.Min(oldest, contributor.Observation.Timestamp);
        }

        json.WriteStartObject();
        json.WriteString("reading_type", value.ReadingType);
        json.WriteNumber("value", Shown(value.Estimate.Value, value.Contributors.Count));
        json.WriteString("unit", value.Unit);
        StatusJson.WriteNumberOrNull(json, "uncertainty", value.Estimate.Uncertainty is { } spread ? Math.Round(spread, 4) : (double?)null);
        json.WriteString("method", value.Method);
        json.WriteNumber("newest", newest);
        json.WriteNumber("oldest", oldest);
        json.WriteStartArray("contributors");
        foreach (var contributor in value.Contributors)
        {
            WriteContributor(json, contributor, now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContributor(Utf8JsonWriter json, Contributor contributor, long now)
    {
        var station = contributor.Observation.Series;
        json.WriteStartObject();
        json.WriteString("device_id", station.DeviceId);
        json.WriteString("node_id", station.Signer.ToString());
        json.WriteNumber("distance_km", Math.Round(contributor.DistanceKm, 3));
        json.WriteNumber("weight", Math.Round(contributor.Weight, 6));
        json.WriteNumber("confidence", Math.Round(contributor.Observation.Assessment.Confidence, 4));
        json.WriteNumber("age_s", now - contributor.Observation.Timestamp);
        json.WriteNumber("value", contributor.Value);
        json.WriteEndObject();
    }

    // Digits of a mean beyond the fourth are noise; a single station's value stays as it was signed.
    private static double Shown(double value, int contributors) => contributors == 1 ? value : Math.Round(value, 4);
}
