using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api.Tests;

public sealed class WithdrawalTests
{
    [Fact]
    public async Task Now_WithdrawnStation_IsNoContributor()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("wrong", value: 40);
        host.Put("right", value: 20);
        host.Withdrawals.Withdraw(host.Own, "wrong");

        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];

        Assert.Equal(20, quantity.GetProperty("value").GetDouble());
        Assert.Equal("right", Assert.Single(quantity.GetProperty("contributors").EnumerateArray()).GetProperty("device_id").GetString());
    }

    [Fact]
    public async Task Now_ManyWithdrawnNearer_StillHasTheOthers()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            host.Put($"wrong{i}", value: 40, lat: 52.001);
            host.Withdrawals.Withdraw(host.Own, $"wrong{i}");
        }

        for (var i = 0; i < 8; i++)
        {
            host.Put($"right{i}", value: 20, lat: 52.1);
        }

        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];

        Assert.Equal(8, quantity.GetProperty("contributors").GetArrayLength());
    }

    [Fact]
    public async Task Series_WithdrawnRange_IsLeftOutUnlessAskedFor()
    {
        await using var host = await ApiHost.StartAsync();
        var at = ApiHost.Start.ToUnixTimeSeconds();
        foreach (var secondsAgo in (int[])[400, 300, 200, 100])
        {
            host.Put("d1", value: secondsAgo, secondsAgo: secondsAgo);
        }

        host.Withdrawals.Withdraw(host.Own, "d1", at - 300, at - 100);

        Assert.Equal([400, 100], Values(await host.JsonAsync("/series?device_id=d1")));
        var all = await host.JsonAsync("/series?device_id=d1&retracted=1");
        Assert.Equal([400, 300, 200, 100], Values(all));
        var marked = all.GetProperty("observations").EnumerateArray().Where(row => row.TryGetProperty("retracted_by", out _)).ToList();
        Assert.Equal([300, 200], marked.Select(row => row.GetProperty("value").GetDouble()));
        Assert.All(marked, row => Assert.Equal(FakeWithdrawals.Id.ToString(), row.GetProperty("retracted_by").GetString()));
    }

    [Fact]
    public async Task Series_Steps_DoNotCountWhatIsWithdrawn()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("d1", value: 10, secondsAgo: 100);
        host.Put("d1", value: 90, secondsAgo: 50);
        var at = ApiHost.Start.ToUnixTimeSeconds();
        host.Withdrawals.Withdraw(host.Own, "d1", at - 60, at);

        var bucket = (await host.JsonAsync("/series?device_id=d1&step=3600")).GetProperty("buckets")[0];

        Assert.Equal((1, 10), (bucket.GetProperty("count").GetInt32(), bucket.GetProperty("max").GetInt32()));
    }

    [Fact]
    public async Task Export_Withdrawn_IsMarkedInsideTheLineHash()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("d1");
        host.Withdrawals.Withdraw(host.Own, "d1");

        Assert.Equal("", await host.Client.GetStringAsync("/export?format=ndjson"));
        var line = await host.Client.GetStringAsync("/export?format=ndjson&retracted=1");

        Assert.Contains($"\"retracted_by\":\"{FakeWithdrawals.Id}\",\"line_sha256\":", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stations_WithdrawnAltogether_AreNotListed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("wrong");
        host.Put("right");
        host.Withdrawals.Withdraw(host.Own, "wrong");

        var features = (await host.JsonAsync("/stations")).GetProperty("features");

        Assert.Equal($"{host.Own}/right", Assert.Single(features.EnumerateArray()).GetProperty("id").GetString());
        await host.JsonAsync($"/stations/{host.Own}/wrong", 404);
    }

    [Fact]
    public async Task Observation_Withdrawn_StaysProvableAndIsMarked()
    {
        await using var host = await ApiHost.StartAsync();
        var row = host.Put("d1");
        host.Withdrawals.Withdraw(host.Own, "d1");

        var found = await host.JsonAsync($"/observations/{row.Observation.ContentId}?timestamp={row.Timestamp}");

        Assert.Equal(FakeWithdrawals.Id.ToString(), found.GetProperty("retracted_by").GetString());
        Assert.True(found.TryGetProperty("canonical_base64", out _));
    }

    // A liar who signs another's reading again, and comes first, must not take it away by withdrawing that.
    [Fact]
    public async Task Series_CopyOfALiarWithdrawn_ShowsTheOthersContent()
    {
        await using var host = await ApiHost.StartAsync();
        var liar = ApiHost.Node(9);
        host.Put("d1", value: 20, node: liar, receivedHoursAgo: 2);
        host.Put("d1", value: 20, node: host.Own);
        host.Withdrawals.Withdraw(liar, "d1");

        var row = Assert.Single((await host.JsonAsync("/series?device_id=d1")).GetProperty("observations").EnumerateArray());

        Assert.Equal(host.Own.ToString(), row.GetProperty("node_id").GetString());
    }

    [Fact]
    public async Task Withdrawals_List_HasWhatWasSigned()
    {
        await using var host = await ApiHost.StartAsync();
        using var key = NodeKey.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray());
        var signed = WithdrawalForm.Sign(new Withdrawal { DeviceId = "roof", From = 1, To = 2, IssuedAt = 3, Reason = "wrong place" }, key);
        host.Withdrawals.Statements.Add(signed);

        var one = Assert.Single((await host.JsonAsync("/withdrawals?device_id=roof")).GetProperty("withdrawals").EnumerateArray());

        Assert.Equal(signed.Id.ToString(), one.GetProperty("id").GetString());
        Assert.Equal("wrong place", one.GetProperty("reason").GetString());
        var body = System.Text.Encoding.UTF8.GetBytes(one.GetProperty("body").GetString()!);
        Assert.NotNull(WithdrawalForm.Open(body, key.NodeId, signed.Signature));
        Assert.Empty((await host.JsonAsync("/withdrawals?device_id=barn")).GetProperty("withdrawals").EnumerateArray());
    }

    private static IEnumerable<double> Values(JsonElement series) =>
        series.GetProperty("observations").EnumerateArray().Select(row => row.GetProperty("value").GetDouble());
}
