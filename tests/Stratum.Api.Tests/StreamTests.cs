using Stratum.Core;

namespace Stratum.Api.Tests;

public class StreamTests
{
    [Fact]
    public async Task Stream_WithoutCursor_SendsOnlyWhatComesLater()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var events = await EventReader.OpenAsync(host, "/stream");
        var later = host.Put(value: 21);
        host.Publish(later);

        var (id, name, data) = await events.EventAsync();

        Assert.Equal((2, "observation"), (id, name));
        Assert.Equal(21, data.GetProperty("value").GetDouble());
        Assert.Equal(later.Observation.ContentId.ToString(), data.GetProperty("content_id").GetString());
    }

    [Theory]
    [InlineData("/stream?since=2", null)]
    [InlineData("/stream", "2")]
    [InlineData("/stream?since=0", "2")]
    public async Task Stream_Resumed_ReplaysThenFollowsWithoutLossOrRepetition(string url, string? lastEventId)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 1500; i++)
        {
            host.Put(value: i, secondsAgo: 2000 - i);
        }

        using var events = await EventReader.OpenAsync(host, url, lastEventId);
        for (var expected = 3; expected <= 1500; expected++)
        {
            Assert.Equal(expected, (await events.EventAsync()).Id);
        }

        // The bus says again what the store has told already.
        host.Publish([.. host.Store.ReadArrivals(1490)]);
        host.Publish(host.Put(value: -1));
        Assert.Equal(1501, (await events.EventAsync()).Id);
    }

    [Fact]
    public async Task Stream_QueueOverflows_ReadsOnFromTheStore()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { StreamQueueLength = 2 });
        using var events = await EventReader.OpenAsync(host, "/stream");
        host.Publish([.. Enumerable.Range(0, 50).Select(i => host.Put(value: i, secondsAgo: 100 - i))]);

        for (var expected = 1; expected <= 50; expected++)
        {
            Assert.Equal(expected, (await events.EventAsync()).Id);
        }
    }

    [Fact]
    public async Task Stream_BusLeavesANumberOut_ReadsItFromTheStore()
    {
        await using var host = await ApiHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, "/stream");
        host.Put(value: 1);
        host.Publish(host.Put(value: 2));

        Assert.Equal(1, (await events.EventAsync()).Id);
        Assert.Equal(2, (await events.EventAsync()).Id);
    }

    [Fact]
    public async Task Stream_CursorOlderThanReplayHours_SendsGapThenTheRest()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            host.Put(value: i, receivedHoursAgo: 40 - (4 * i));
        }

        using var events = await EventReader.OpenAsync(host, "/stream?since=1");
        var (id, name, data) = await events.EventAsync();

        // 40, 36, 32, 28 hours ago are out; the fifth came 24 hours ago.
        Assert.Equal((4, "gap"), (id, name));
        Assert.Equal("{\"from\":2,\"to\":4,\"missed\":3}", data.GetRawText());
        Assert.Equal(5, (await events.EventAsync()).Id);
    }

    [Fact]
    public async Task Stream_RetentionRemovedTheRows_SendsGap()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Put(value: i);
        }

        host.Store.RemoveUpTo(3);
        using var events = await EventReader.OpenAsync(host, "/stream?since=1");
        Assert.Equal("{\"from\":2,\"to\":3,\"missed\":2}", (await events.EventAsync()).Data.GetRawText());
        Assert.Equal(4, (await events.EventAsync()).Id);
    }

    [Fact]
    public async Task Stream_CursorOfAnotherStore_SendsGapAndFollows()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var events = await EventReader.OpenAsync(host, "/stream?since=900");
        var gap = await events.EventAsync();
        Assert.Equal((1, "gap", "null"), (gap.Id, gap.Event, gap.Data.GetProperty("missed").GetRawText()));
        host.Publish(host.Put(value: 3));
        Assert.Equal(2, (await events.EventAsync()).Id);
    }

    [Theory]
    [InlineData("3.000000000000002b", false)]
    [InlineData("3", false)]
    [InlineData("2", true)]
    [InlineData("3.000000000000002a", true)]
    public async Task Stream_CursorOfAnotherLifeOfTheStore_SendsGapAndNeverOthersUnderItsNumbers(string cursor, bool isOurs)
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.Epoch = new ArrivalEpoch(0x2a, BareThrough: 2);
        for (var i = 0; i < 5; i++)
        {
            host.Put(value: i);
        }

        using var events = await EventReader.OpenAsync(host, "/stream", cursor);
        var block = (await events.BlockAsync())!;
        Assert.Equal(isOurs, block.Contains("event: observation", StringComparison.Ordinal));
        Assert.Equal(!isOurs, block.Contains("id: 5.000000000000002a\nevent: gap\ndata: {\"from\":5,\"to\":5,\"missed\":null}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_BoxAcrossAntimeridianAndType_FiltersBoth()
    {
        await using var host = await ApiHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, "/stream?north=10&south=-10&west=170&east=-170&type=humidity");
        host.Publish(
            host.Put(type: "humidity", lat: 0, lng: 160),
            host.Put(type: "temperature", lat: 0, lng: 175),
            host.Put(type: "humidity", lat: null),
            host.Put(type: "humidity", lat: 0, lng: 175),
            host.Put(type: "humidity", lat: 0, lng: -175));
        Assert.Equal(4, (await events.EventAsync()).Id);
        Assert.Equal(5, (await events.EventAsync()).Id);
    }

    [Fact]
    public async Task Stream_Quiet_SendsHeartbeatWithCursorEachFifteenSeconds()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var events = await EventReader.OpenAsync(host, "/stream");
        for (var beat = 0; beat < 3; beat++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": heartbeat\nid: 1\n", await events.BlockAsync());
        }
    }

    [Fact]
    public async Task Stream_NodeStops_EndsCleanly()
    {
        await using var host = await ApiHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, "/stream");
        await host.StopAsync();
        Assert.Equal(": the node is stopping\n", await events.BlockAsync());
        Assert.Null(await events.BlockAsync());
    }

    [Fact]
    public async Task Stream_OneMoreThanMaxStreams_Is503WithRetryAfter()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { MaxStreams = 2 });
        using var first = await EventReader.OpenAsync(host, "/stream");
        using (var second = await EventReader.OpenAsync(host, "/stream"))
        {
            using var refused = await host.Client.GetAsync("/stream");
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // The subscription of a client that left is gone, and then its place is free again.
        await Eventually.TrueAsync(() => host.Bus.Subscribers == 1);
        await Eventually.TrueAsync(async () =>
        {
            using var third = await host.Client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead);
            return third.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task Stream_ClientThatDoesNotRead_HoldsNobodyElse()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { StreamQueueLength = 16 });
        using var idle = await EventReader.OpenAsync(host, "/stream");
        using var reading = await EventReader.OpenAsync(host, "/stream");
        // Some 12 MB, more than the buffers of both ends of a loopback connection hold.
        for (var i = 1; i <= 12_000; i++)
        {
            host.Publish(host.Put(value: i, secondsAgo: 1));
        }

        for (var i = 1; i <= 12_000; i++)
        {
            Assert.Equal(i, (await reading.EventAsync()).Id);
        }

        // The idle one reads late and has lost nothing.
        for (var i = 1; i <= 12_000; i++)
        {
            Assert.Equal(i, (await idle.EventAsync()).Id);
        }
    }

    [Theory]
    [InlineData("/stream?since=-1", "since")]
    [InlineData("/stream?since=x", "since")]
    [InlineData("/stream?north=1&south=0&east=2", "west")]
    [InlineData("/stream?north=1&south=2&east=2&west=1", "south")]
    [InlineData("/stream?type=Temperature", "type")]
    public async Task Stream_WrongParameter_IsRefused(string url, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync(url, parameter);
    }

    [Fact]
    public async Task Stream_Head_AnswersHeadersAndEnds()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/stream"));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(0, host.Bus.Subscribers);
    }

    [Fact]
    public async Task Stream_WithGzipAccepted_IsNotCompressed()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/stream");
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }
}
