using System.Net;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class IdempotencyTests
{
    private const string Body = """{"device_id":"a","reading_type":"temperature","value":1}""";

    [Fact]
    public async Task Post_SameKeyAndBody_GetsTheFirstAnswer()
    {
        await using var server = await IngestServer.StartAsync();
        var first = await SendAsync(server, "k1", Body);
        // A reading stamped at receipt would be another one a minute later.
        server.Clock.Seconds += 60;
        var second = await SendAsync(server, "k1", Body);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        Assert.Single(server.Intake.Observations);
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_Is422()
    {
        await using var server = await IngestServer.StartAsync();
        await SendAsync(server, "k1", Body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(server, "k1", Body.Replace('1', '2'))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "k2", Body.Replace('1', '2'))).Status);
    }

    [Fact]
    public async Task Post_SameKeyWhileTheFirstIsBeingStored_Is409()
    {
        await using var server = await IngestServer.StartAsync();
        server.Intake.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = SendAsync(server, "k1", Body);
        await server.Intake.Submitted.Task;
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(server, "k1", Body)).Status);
        server.Intake.Durable.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    [Fact]
    public async Task Post_AfterARefusal_TheKeyIsFree()
    {
        await using var server = await IngestServer.StartAsync();
        server.Intake.State = IntakeState.Full;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(server, "k1", Body)).Status);
        server.Intake.State = IntakeState.Done;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "k1", Body)).Status);
        Assert.Single(server.Intake.Observations);
    }

    [Theory]
    [InlineData(IdempotencyKeys.KeyCharactersMax, 200)]
    [InlineData(IdempotencyKeys.KeyCharactersMax + 1, 400)]
    public async Task Post_KeyTooLong_Is400(int length, int status)
    {
        await using var server = await IngestServer.StartAsync();
        Assert.Equal(status, (int)(await SendAsync(server, new string('k', length), Body)).Status);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(IngestServer server, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest") { Content = new StringContent(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await server.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
