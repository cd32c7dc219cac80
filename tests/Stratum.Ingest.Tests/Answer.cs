using System.Text.Json;

namespace Stratum.Ingest.Tests;

internal sealed record Answer(int Status, int Accepted, int Duplicates, IReadOnlyList<(int Index, string Field, string Reason)> Rejected)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/json", $"{(int)response.StatusCode}: {text}");
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new Answer(
            (int)response.StatusCode,
            root.GetProperty("accepted").GetInt32(),
            root.GetProperty("duplicates").GetInt32(),
            [.. root.GetProperty("rejected").EnumerateArray().Select(
                r => (r.GetProperty("index").GetInt32(), r.GetProperty("field").GetString()!, r.GetProperty("reason").GetString()!))]);
    }
}
