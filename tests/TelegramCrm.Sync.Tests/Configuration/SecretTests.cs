using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class SecretTests : IDisposable
{
    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void A_secret_prints_as_its_reference()
    {
        var configuration = text.LoadWith(""" "connectors": [{ "name": "erp", "type": "odoo", "settings": { "password": "${ENV:TOKEN}" } }] """).Configuration!;

        Assert.Equal("the-token", configuration.Source.SecretToken.Reveal());
        Assert.Equal("the-token", (string?)configuration.Connectors[0].Settings.Json["password"]);
        Assert.Equal("${ENV:TOKEN}", $"{configuration.Source.SecretToken}");
        Assert.DoesNotContain("the-token", $"{configuration} {configuration.Source} {configuration.Connectors[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_from_a_file_loses_the_line_break_at_its_end()
    {
        File.WriteAllText(Path.Combine(text.Folder.FullName, "hook.txt"), "0123456789abcdef\n");
        var configuration = text.LoadWith(""" "webhooks": { "secrets": ["${FILE:hook.txt}"] } """).Configuration!;
        Assert.Equal("0123456789abcdef", configuration.Webhooks!.Secrets[0].Reveal());
    }

    [Theory]
    [InlineData("\"webhooks\": { \"secrets\": [\"" + ConfigurationText.Plain + "\"] }", "webhooks.secrets[0]: must not be written in plain; ")]
    [InlineData("\"webhooks\": { \"secrets\": [\"x${ENV:HOOK}\"] }", "webhooks.secrets[0]: must not be written in plain; ")]
    [InlineData("\"connectors\": [{ \"name\": \"erp\", \"type\": \"odoo\", \"settings\": { \"db\": { \"dbPassword\": \"" + ConfigurationText.Plain + "\" } } }]", "connectors[0].settings.db.dbPassword: must not be written in plain; ")]
    [InlineData("\"connectors\": [{ \"name\": \"erp\", \"type\": \"odoo\", \"settings\": { \"api_key\": 12345 } }]", "connectors[0].settings.api_key: is a number where a text is expected; write \"${ENV:NAME}\"")]
    [InlineData("\"password\": \"" + ConfigurationText.Plain + "\"", "password: is not a known key; ")]
    [InlineData("\"webhooks\": { \"secrets\": [\"${ENV:NONE}\"] }", "webhooks.secrets[0]: the environment variable NONE is not set; set NONE before you start tgcrm")]
    [InlineData("\"webhooks\": { \"secrets\": [\"${ENV:EMPTY}\"] }", "webhooks.secrets[0]: the environment variable EMPTY is empty; ")]
    [InlineData("\"webhooks\": { \"secrets\": [\"${ENV:KEY}\"] }", "webhooks.secrets[0]: the secret is shorter than 16 characters; ")]
    public void A_secret_that_is_plain_or_missing_is_refused_by_name_and_never_repeated(string section, string problem)
    {
        var message = text.ProblemWith(section);
        Assert.StartsWith(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named_in_full() =>
        Assert.Contains($"there is no file {Path.Combine(text.Folder.FullName, "hook.txt")}; ", text.ProblemWith(""" "webhooks": { "secrets": ["${FILE:hook.txt}"] } """), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://crm.example.com/api", "", "reaches other machines over http://")]
    [InlineData("http://localhost.example.com/api", "", "reaches other machines over http://")]
    [InlineData("https://user:hunter2@crm.example.com/api", "", "carries credentials in the address")]
    [InlineData("ftp://hunter2@crm.example.com", "", "is no http:// or https:// address")]
    [InlineData("crm.example.com", "", "is no http:// or https:// address")]
    public void An_address_must_not_give_away_what_it_carries(string address, string more, string what)
    {
        var message = ConfigurationText.Only(text.Load(Source(address, more)));
        Assert.StartsWith($"source.baseUrl: {what}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8085/api/v1", "")]
    [InlineData("http://[::1]:8085/api/v1", "")]
    [InlineData("http://localhost/api/v1", "")]
    [InlineData("http://crm.example.com/api/v1", ", \"allowInsecure\": true")]
    public void This_machine_may_be_reached_over_http_and_others_where_the_entry_says_so(string address, string more) =>
        Assert.Empty(text.Load(Source(address, more)).Problems);

    [Fact]
    public void A_connector_s_addresses_are_held_to_the_same_rule()
    {
        Assert.StartsWith("connectors[0].settings.url: reaches other machines over http://",
            text.ProblemWith(""" "connectors": [{ "name": "erp", "type": "odoo", "settings": { "url": "http://erp.example.com" } }] """), StringComparison.Ordinal);
        var settings = text.LoadWith(""" "connectors": [{ "name": "erp", "type": "odoo", "settings": { "url": "http://erp.example.com", "allowInsecure": true, "retries": 3, "tags": ["a", null, false] } }] """)
            .Configuration!.Connectors[0].Settings;
        Assert.Equal(text.Folder.FullName, settings.Folder);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "url": "http://erp.example.com", "allowInsecure": true, "retries": 3, "tags": ["a", null, false] }"""), settings.Json));
    }

    private static string Source(string address, string more) =>
        $$"""{ "source": { "baseUrl": "{{address}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}"{{more}} } }""";
}
