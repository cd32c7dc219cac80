using System.Text.Json;

namespace Stratum.Api.Tests;

/// <summary>A client of /stream.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    public static async Task<EventReader> OpenAsync(ApiHost host, string url, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        Assert.StartsWith(": stratum stream", (await events.BlockAsync())!, StringComparison.Ordinal);
        return events;
    }

    /// <summary>The next block of lines; null at the end of the stream.</summary>
    public async Task<string?> BlockAsync()
    {
        var block = "";
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.Length == 0)
            {
                return block;
            }

            block += line + "\n";
        }

        return block.Length == 0 ? null : block;
    }

    public async Task<(long Id, string Event, JsonElement Data)> EventAsync()
    {
        var lines = (await BlockAsync())!.Split('\n');
        using var document = JsonDocument.Parse(lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]);
        return (
            long.Parse(lines.Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..]),
            lines.Single(line => line.StartsWith("event: ", StringComparison.Ordinal))[7..],
            document.RootElement.Clone());
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
