using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class DashboardConfigurationTests : IDisposable
{
    private const string Token = "\"token\": \"${ENV:DASHBOARD}\"";

    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void Without_a_section_there_is_a_dashboard_for_this_machine_alone()
    {
        var dashboard = text.Load($"{{ {ConfigurationText.Source} }}").Configuration!.Dashboard;
        Assert.Equal((true, true, (Secret?)null), (dashboard.Enabled, dashboard.Listen.IsLoopback, dashboard.Token));
    }

    [Fact]
    public void Other_machines_are_let_in_with_a_token() =>
        Assert.Empty(Problems($"\"listen\": \"http://0.0.0.0:8091\", \"allowInsecure\": true, {Token}", "a token that is long enough"));

    [Theory]
    [InlineData("\"listen\": \"http://0.0.0.0:8091\", \"allowInsecure\": true", "dashboard.token: is needed, because dashboard.listen is open to other machines")]
    [InlineData("\"listen\": \"http://[::]:8091\", \"allowInsecure\": true", "dashboard.token: is needed")]
    [InlineData("\"listen\": \"http://192.168.1.5:8091\", " + Token, "dashboard.listen: reaches other machines over http://")]
    [InlineData("\"listen\": \"https://127.0.0.1:8091\"", "dashboard.listen: is not http://")]
    [InlineData("\"listen\": \"http://desk.example.com:8091\", \"allowInsecure\": true, " + Token, "dashboard.listen: \"desk.example.com\" is a name")]
    [InlineData("\"listen\": \"http://127.0.0.1:8090\"", "dashboard.listen: port 8090 is that of webhooks.listen")]
    [InlineData("\"hosts\": [\"https://desk.example.com\"]", "dashboard.hosts[0]: \"https://desk.example.com\" is not a host's name")]
    [InlineData("\"ticketUrl\": \"https://crm.example.com/tickets\"", "is not an address with {id} or {number} in it")]
    [InlineData("\"ticketUrl\": \"javascript:alert({id})\"", "is not an address with {id} or {number} in it")]
    [InlineData("\"token\": \"a token in plain, long enough\"", "dashboard.token: must not be written in plain")]
    public void What_would_let_in_too_many_is_refused(string section, string expected) =>
        Assert.Contains(Problems(section, "a token that is long enough"), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_short_token_is_refused() => Assert.Contains(Problems(Token, "short"), problem => problem.Contains("dashboard.token: the secret is shorter than 16 characters", StringComparison.Ordinal));

    private List<string> Problems(string section, string token)
    {
        text.Variables["DASHBOARD"] = token;
        return [.. text.Load($$"""{ {{ConfigurationText.Source}}, "webhooks": { "secrets": ["${ENV:HOOK}"] }, "dashboard": { {{section}} } }""").Problems.Select(problem => $"{problem}")];
    }
}
