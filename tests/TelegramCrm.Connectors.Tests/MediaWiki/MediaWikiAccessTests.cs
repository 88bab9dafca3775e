using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>Who we are at a real wiki, and what it lets us do.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiAccessTests : IDisposable
{
    private readonly Wiki wiki;
    private readonly InterruptedHttp http = new();

    public MediaWikiAccessTests(Wiki wiki) => this.wiki = wiki;

    public void Dispose() => http.Dispose();

    [SkippableFact]
    public async Task The_check_proves_the_rights_and_makes_no_page()
    {
        var settings = wiki.Settings() with { ChangeTag = "sync" };
        var check = await Connector(settings).CheckAsync(default);
        check.IsReady.ShouldBeTrue(check.Message);
        check.Message.ShouldContain("Knowledge Base (MediaWiki 1.39");
        wiki.Read($"{settings.PagePrefix}Permission check").ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_user_who_may_not_edit_is_told_by_the_check_and_by_the_record()
    {
        var settings = wiki.AsReader(wiki.Settings());
        var check = await Connector(settings).CheckAsync(default);
        check.IsReady.ShouldBeFalse();
        check.Message.ShouldContain("may not make and edit pages");
        var refused = (await WriteAsync(settings)).ShouldBeOfType<RecordRefused>();
        refused.Refusal.Reason.ShouldNotBeEmpty();
        wiki.Read($"{settings.PagePrefix}March").ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_wrong_password_is_told_in_the_wiki_s_words_and_not_repeated()
    {
        var settings = wiki.Settings() with { Password = "not-the-passw0rd" };
        var check = await Connector(settings).CheckAsync(default);
        check.IsReady.ShouldBeFalse();
        check.Message.ShouldContain("Incorrect username or password");
        check.Message.ShouldNotContain("passw0rd");
        (await Should.ThrowAsync<Exception>(() => WriteAsync(settings))).ToString().ShouldNotContain("passw0rd");
    }

    [SkippableFact]
    public async Task A_tag_that_nobody_made_is_told_by_the_check() =>
        (await Connector(wiki.Settings() with { ChangeTag = "nobody's" }).CheckAsync(default)).Message.ShouldContain("no active tag nobody's");

    [SkippableFact]
    public async Task An_address_that_is_no_wiki_s_is_told_by_the_check()
    {
        var settings = wiki.Settings() with { Api = new Uri(wiki.Api, "index.php") };
        (await Should.ThrowAsync<HttpRequestException>(() => Connector(settings).CheckAsync(default))).Message.ShouldContain("see whether apiUrl names the wiki's api.php");
    }

    [SkippableFact]
    public async Task A_protected_page_is_a_refusal_in_the_wiki_s_words()
    {
        var settings = wiki.Settings();
        var first = (await WriteAsync(settings)).ShouldBeOfType<RecordWritten>().Remote;
        wiki.Protect($"{settings.PagePrefix}March");
        var refused = (await WriteAsync(settings, "11", first)).ShouldBeOfType<RecordRefused>();
        refused.Refusal.Reason.ShouldContain("protected");
        wiki.Cells($"{settings.PagePrefix}March").ShouldBe(["10"]);
    }

    [SkippableFact]
    public async Task A_key_that_can_t_be_a_title_is_a_refusal()
    {
        var refused = (await WriteAsync(wiki.Settings() with { PagePrefix = "Bad|[{}]/" })).ShouldBeOfType<RecordRefused>();
        refused.Refusal.Remedy.ShouldContain("external key");
    }

    [SkippableFact]
    public async Task A_session_that_ended_is_begun_anew_in_the_middle_of_a_push()
    {
        var settings = wiki.Settings();
        var connector = Connector(settings);
        var first = (await WriteAsync(connector, "10", known: null)).ShouldBeOfType<RecordWritten>().Remote;
        http.EndSession();
        (await WriteAsync(connector, "11", first)).ShouldBeOfType<RecordWritten>();
        http.BeforeEdit = http.EndSession;
        await WriteAsync(connector, "12", await connector.FindAsync(new ExternalKey("template_usage", "March"), default));
        wiki.Cells($"{settings.PagePrefix}March").ShouldBe(["12"]);
        wiki.SaveCount($"{settings.PagePrefix}March").ShouldBe(3);
    }

    [SkippableFact]
    public async Task Who_writes_more_than_the_wiki_allows_in_a_minute_is_not_refused_but_has_to_come_again()
    {
        var settings = wiki.AsWriter(wiki.Settings());
        var connector = Connector(settings);
        var written = 0;
        var limit = await Should.ThrowAsync<Exception>(async () =>
        {
            for (; written < 20; written++)
                (await WriteAsync(connector, "10", known: null, $"Page {written}")).ShouldBeOfType<RecordWritten>();
        });
        limit.Message.ShouldContain("ratelimited");
        written.ShouldBeInRange(1, 8);
    }

    private MediaWikiConnector Connector(MediaWikiSettings settings) => new(settings, http.Client);

    private Task<WriteResult> WriteAsync(MediaWikiSettings settings, string cell = "10", RemoteRecord? known = null) => WriteAsync(Connector(settings), cell, known);

    private static async Task<WriteResult> WriteAsync(MediaWikiConnector connector, string cell, RemoteRecord? known, string key = "March")
    {
        var rows = JsonSerializer.SerializeToElement(new[] { new { Uses = cell } });
        var record = new PushRecord(new ExternalKey("template_usage", key), new Dictionary<string, JsonElement> { ["rows"] = rows }, known);
        return (await connector.WriteAsync(new PushBatch("run-0001", new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero), "template_usage", [record]), default)).ShouldHaveSingleItem();
    }
}
