using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>Programs and people on the same pages of a real wiki.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiEditTests : IDisposable
{
    private readonly Wiki wiki;
    private readonly MediaWikiSettings settings;
    private readonly InterruptedHttp http = new();

    public MediaWikiEditTests(Wiki wiki)
    {
        this.wiki = wiki;
        settings = wiki.Settings();
    }

    private string Title => $"{settings.PagePrefix}March";

    public void Dispose() => http.Dispose();

    [SkippableFact]
    public async Task What_a_person_writes_above_and_below_our_section_is_kept()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Write(Title, $"== Notes ==\nby Ann {{{{CURRENTYEAR}}}}\n\n{wiki.Read(Title)}\n\nby Bob [[Main Page]]");
        var second = await WriteAsync("11", first);
        second.Id.ShouldBe(first.Id);
        wiki.Cells(Title).ShouldBe(["11"]);
        wiki.Read(Title)!.ShouldSatisfyAllConditions(text => text.ShouldStartWith("== Notes ==\nby Ann {{CURRENTYEAR}}\n\n<!-- tgcrm:"), text => text.ShouldEndWith("-->\n\nby Bob [[Main Page]]"));
        wiki.SaveCount(Title).ShouldBe(3);
    }

    [SkippableFact]
    public async Task What_is_there_already_is_not_saved_again()
    {
        var first = await WriteAsync("10", known: null);
        (await WriteAsync("10", first)).ShouldBe(first);
        wiki.SaveCount(Title).ShouldBe(1);
    }

    [SkippableFact]
    public async Task Text_that_the_wiki_keeps_in_another_normal_form_is_written_once()
    {
        const string decomposed = "Mu\u0308nchen й Å"; // the last two are one character each in the form the wiki keeps
        var first = await WriteAsync(decomposed, known: null);
        (await WriteAsync(decomposed, first)).Revision.ShouldBe(first.Revision);
        wiki.SaveCount(Title).ShouldBe(1);
        wiki.Cells(Title).ShouldBe(["München й Å"]);
    }

    [SkippableFact]
    public async Task An_edit_inside_our_section_is_reported_and_not_overwritten()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Edit(Title, "| 10", "| 12, corrected by Ann");
        var present = (await DriftAsync("11", first)).Present.ShouldNotBeNull();
        wiki.Cells(Title).ShouldBe(["12, corrected by Ann"]);

        (await WriteAsync("11", present)).Id.ShouldBe(first.Id); // what the configuration may ask for then
        wiki.Cells(Title).ShouldBe(["11"]);
    }

    [SkippableFact]
    public async Task A_section_that_was_taken_out_is_reported_and_put_below_the_text_when_that_is_wanted()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Write(Title, "Ann needs the room.");
        var present = (await DriftAsync("11", first)).Present.ShouldNotBeNull();
        await WriteAsync("11", present);
        wiki.Read(Title)!.ShouldStartWith("Ann needs the room.\n\n<!-- tgcrm:");
    }

    [SkippableFact]
    public async Task A_page_that_was_deleted_is_reported_and_made_anew_when_that_is_wanted()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Delete(Title);
        (await DriftAsync("11", first)).Present.ShouldBeNull();
        (await WriteAsync("11", known: null)).Id.ShouldNotBe(first.Id);
        wiki.Cells(Title).ShouldBe(["11"]);
    }

    [SkippableFact]
    public async Task A_page_that_was_moved_is_written_where_it_is_now_and_the_redirect_is_left_alone()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Move(Title, $"{Title} moved");
        (await Connector().FindAsync(Key, default)).ShouldBe(first);
        (await WriteAsync("11", first)).Id.ShouldBe(first.Id);
        wiki.Cells($"{Title} moved").ShouldBe(["11"]);
        wiki.Read(Title)!.ShouldStartWith("#REDIRECT");
    }

    [SkippableFact]
    public async Task A_redirect_in_place_of_our_page_is_not_overwritten()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Write(Title, "#REDIRECT [[Main Page]]");
        var present = (await DriftAsync("11", first)).Present;
        (await RefusalAsync("11", present)).Reason.ShouldContain("redirect");
        wiki.Read(Title).ShouldBe("#REDIRECT [[Main Page]]");
    }

    [SkippableFact]
    public async Task A_page_that_people_made_first_is_theirs_until_they_say_where_our_section_is_to_stand()
    {
        wiki.Write(Title, "Ann was here first.");
        var refusal = await RefusalAsync("10", known: null);
        refusal.Remedy.ShouldContain("<!-- tgcrm:template_usage begin -->");
        wiki.Read(Title).ShouldBe("Ann was here first.");

        wiki.Write(Title, "Ann was here first.\n<!-- tgcrm:template_usage begin -->\n<!-- tgcrm:template_usage end -->\nAnd last.");
        await WriteAsync("10", (await DriftAsync("10", known: null)).Present);
        wiki.Cells(Title).ShouldBe(["10"]);
        wiki.Read(Title)!.ShouldSatisfyAllConditions(text => text.ShouldStartWith("Ann was here first.\n"), text => text.ShouldEndWith("\nAnd last."));
    }

    [SkippableFact]
    public async Task An_edit_elsewhere_on_the_page_while_we_write_is_merged_by_the_wiki_and_nothing_is_lost()
    {
        wiki.Write(Title, $"Ann\n\n\n\n{new OwnText("10")}\n\n\n\nBob");
        var known = await Connector().FindAsync(Key, default);
        http.BeforeEdit = () => wiki.Edit(Title, "Ann", "Ann and Eve");
        await WriteAsync("11", known);
        wiki.Cells(Title).ShouldBe(["11"]);
        wiki.Read(Title)!.ShouldStartWith("Ann and Eve\n");
    }

    [SkippableFact]
    public async Task An_edit_inside_our_section_while_we_write_is_noticed_by_reading_back_though_the_wiki_says_success()
    {
        var rows = Enumerable.Range(1, 9).Select(row => $"row {row}").ToArray();
        var first = await WriteAsync(rows, known: null);
        http.BeforeEdit = () => wiki.Edit(Title, "row 1", "row 1, by Ann");
        (await DriftAsync([.. rows[..8], "row 9, new"], first)).Present.ShouldNotBeNull();
        wiki.Cells(Title)[0].ShouldBe("row 1, by Ann");
    }

    [SkippableFact]
    public async Task Of_two_edits_of_the_same_lines_the_other_s_stands_and_is_reported()
    {
        var first = await WriteAsync("10", known: null);
        http.BeforeEdit = () => wiki.Edit(Title, "| 10", "| 12, corrected by Ann");
        await DriftAsync("11", first);
        wiki.Cells(Title).ShouldBe(["12, corrected by Ann"]);
    }

    [SkippableFact]
    public async Task A_copy_of_our_section_on_the_same_page_is_refused_and_none_is_picked()
    {
        var first = await WriteAsync("10", known: null);
        wiki.Write(Title, $"{wiki.Read(Title)}\n{wiki.Read(Title)}");
        (await RefusalAsync("11", first)).Reason.ShouldContain("2 sections");
    }

    [SkippableFact]
    public async Task Every_edit_bears_the_tag_that_is_asked_for()
    {
        await Connector(settings with { ChangeTag = "sync" }).WriteAsync(Batch(["10"], known: null), default);
        wiki.TagsOf(Title).ShouldContain("sync");
    }

    [SkippableFact]
    public async Task Headings_of_the_model_and_links_are_shown_and_numbers_stand_to_the_right()
    {
        var rows = JsonSerializer.SerializeToElement(new object[] { new { Article = new { text = "Returns [1]", url = "https://kb.example/a?b='c'&d=[e]{{f}}~~~~" }, Uses = 12, Bad = new { text = "x", url = "javascript:alert(1)" } } });
        await Connector().WriteAsync(Batch(rows, known: null), default);
        var html = wiki.Html(Title);
        html.ShouldContain("<th>Article\n");
        html.ShouldContain("href=\"https://kb.example/a?b=%27c%27&amp;d=%5Be%5D%7B%7Bf%7D%7D%7E%7E%7E%7E\">Returns &#91;1&#93;</a>");
        html.ShouldContain("<td style=\"text-align: right\">12\n");
        html.ShouldNotContain("javascript");
    }

    private static ExternalKey Key => new("template_usage", "March");

    private MediaWikiConnector Connector(MediaWikiSettings? other = null) => new(other ?? settings, http.Client);

    private Task<RemoteRecord> WriteAsync(string cell, RemoteRecord? known) => WriteAsync([cell], known);

    private async Task<RemoteRecord> WriteAsync(string[] cells, RemoteRecord? known) => (await ResultAsync(cells, known)).ShouldBeOfType<RecordWritten>().Remote;

    private Task<RecordDrifted> DriftAsync(string cell, RemoteRecord? known) => DriftAsync([cell], known);

    private async Task<RecordDrifted> DriftAsync(string[] cells, RemoteRecord? known) => (await ResultAsync(cells, known)).ShouldBeOfType<RecordDrifted>();

    private async Task<RecordRefusedException> RefusalAsync(string cell, RemoteRecord? known) => (await ResultAsync([cell], known)).ShouldBeOfType<RecordRefused>().Refusal;

    private async Task<WriteResult> ResultAsync(string[] cells, RemoteRecord? known) => (await Connector().WriteAsync(Batch(cells, known), default)).ShouldHaveSingleItem();

    private static PushBatch Batch(string[] cells, RemoteRecord? known) => Batch(JsonSerializer.SerializeToElement(cells.Select(cell => new { Uses = cell })), known);

    private static PushBatch Batch(JsonElement rows, RemoteRecord? known) =>
        new("run-0001", new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero), "template_usage", [new PushRecord(Key, new Dictionary<string, JsonElement> { ["rows"] = rows }, known)]);

    /// <summary>Our section as a person would paste it.</summary>
    private sealed record OwnText(string Cell)
    {
        public override string ToString() => $"<!-- tgcrm:template_usage begin -->\n{{| class=\"wikitable sortable\"\n! Uses\n|-\n| {Cell}\n|}}\n<!-- tgcrm:template_usage end -->";
    }
}
