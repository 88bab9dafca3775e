using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>Articles for new tickets, as a user sees them. The wiki here knows one word; a real one is searched where connectors are tested.</summary>
public sealed class SuggestTests : IAsyncLifetime, IDisposable
{
    private const string Page = """{"pageid": 7, "title": "Refunds", "canonicalurl": "https://wiki.example/Refunds", "pagelanguage": "en"}""";

    private readonly Tgcrm tgcrm = new();
    private readonly HttpListener wiki = new();
    private SandboxServer crm = null!;

    public async Task InitializeAsync()
    {
        var port = FreePort();
        wiki.Prefixes.Add($"http://127.0.0.1:{port}/");
        wiki.Start();
        _ = AnswerAsync();
        tgcrm.Variables["WIKI_PASSWORD"] = "not a real one";
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 5 }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, $$"""
            "connectors": [{ "name": "wiki", "type": "mediawiki", "schedule": "every 1d", "settings": { "apiUrl": "http://127.0.0.1:{{port}}/api.php", "user": "u", "password": "${ENV:WIKI_PASSWORD}", "entities": ["template_usage"] } }],
            "automation": { "suggestions": { "knowledgeBase": "wiki" } },
            """);
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        (await tgcrm.RunAsync("suggest")).Well(); // from now on new tickets are watched
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose()
    {
        wiki.Close();
        tgcrm.Dispose();
    }

    [Fact]
    public async Task A_new_ticket_gets_its_articles_and_explain_status_and_the_mart_tell_of_them()
    {
        var ticket = crm.People.OpenTicket("When does my refund arrive", text: "Hello, I'm waiting for the refund");
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        Assert.StartsWith("1 tickets searched for, 1 articles attached, 0 refused; 0 wait for the CRM, 0 tickets wait", (await tgcrm.RunAsync("suggest")).Well().Output, StringComparison.Ordinal);
        var attached = crm.Truth.Records("tickets").Select(one => JsonNode.Parse(one)!).Single(one => (string)one["id"]! == ticket)["articles"]!.AsArray().Single()!;
        Assert.Equal(("Refunds", "https://wiki.example/Refunds"), ((string)attached["article_id"]!, (string)attached["url"]!));
        crm.People.Answer(ticket, "Please see https://wiki.example/Refunds", by: "ag-1");
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        var told = (await tgcrm.RunAsync("explain", ticket)).Well().Output;
        Assert.Contains("What the service suggested", told, StringComparison.Ordinal);
        Assert.Contains("1. Refunds (", told, StringComparison.Ordinal);
        Assert.Contains("suggestions: 1 articles attached, 0 wait for the CRM, 0 were refused", (await tgcrm.RunAsync("status")).Well().Output, StringComparison.Ordinal);
        Assert.Contains($"{ticket},wiki,Refunds,1,true,ag-1,link", (await tgcrm.RunAsync(
            "query", "select ticket_id, knowledge_base, article_id, rank, used, used_by, used_how from analytics.article_suggestions", "--format", "csv")).Well().Output, StringComparison.Ordinal);
    }

    private async Task AnswerAsync()
    {
        while (wiki.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await wiki.GetContextAsync();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var asked = context.Request.QueryString;
            var answer = asked["meta"] == "tokens" ? """{"query": {"tokens": {"csrftoken": "t", "logintoken": "t"}}}"""
                : asked["gsrsearch"] == "refund" || asked["generator"] == "allpages" ? """{"query": {"pages": [""" + Page + "]}}"
                : """{"batchcomplete": true}""";
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
