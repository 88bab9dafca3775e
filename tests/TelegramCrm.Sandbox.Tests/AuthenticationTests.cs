using System.Net;

namespace TelegramCrm.Sandbox.Tests;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Both_credentials_are_needed(bool withKey, bool withToken)
    {
        await using var crm = await Crm.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{crm.Server.BaseAddress}/me");
        request.Headers.Add("X-Api-Key", withKey ? crm.Server.ApiKey : "wrong");
        request.Headers.Add("Authorization", withToken ? $"Bearer {crm.Server.SecretToken}" : "Bearer wrong");
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var error = await Crm.ErrorOf(response);
        Assert.Equal("unauthorized", (string?)error["code"]);
        Assert.StartsWith("req-", (string?)error["request_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Me_names_the_workspace_and_the_time()
    {
        await using var crm = await Crm.StartAsync();
        var me = await crm.GetAsync("me");
        Assert.Equal("ws-sandbox", (string?)me["workspace_id"]);
        Assert.Equal(Crm.Noon, (DateTimeOffset)me["server_time"]!);
    }

    [Fact]
    public async Task Made_up_credentials_differ_from_server_to_server()
    {
        await using var one = await Crm.StartAsync();
        await using var other = await Crm.StartAsync();
        Assert.NotEqual(one.Server.ApiKey, other.Server.ApiKey);
        Assert.NotEqual(one.Server.SecretToken, other.Server.SecretToken);
    }
}
