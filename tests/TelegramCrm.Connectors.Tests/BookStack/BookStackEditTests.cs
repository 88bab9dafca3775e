using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.BookStack;

namespace TelegramCrm.Connectors.Tests.BookStack;

/// <summary>Programs and people on the same pages.</summary>
public sealed class BookStackEditTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private BookStackDouble bookStack = null!;

    public async Task InitializeAsync() => bookStack = await BookStackDouble.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await bookStack.DisposeAsync();
    }

    private DoublePage Page => bookStack.Pages.First();

    [Fact]
    public async Task What_a_person_writes_around_our_table_their_tags_and_the_page_s_new_name_are_kept()
    {
        var first = await WriteAsync("10", known: null);
        Page.Save($"<p>by Ann, see {{{{@1}}}}</p>{Page.Html}<p>by Bob</p>");
        Page.Tags.Add(("Topic", "Numbers"));
        Page.Name = "Renamed";
        (await WriteAsync("11", first)).Id.ShouldBe(first.Id);
        Page.Cells.ShouldBe(["11"]);
        Page.Html.ShouldContain("by Ann, see {{@1}}"); // and not what is shown in its place
        Page.Html.ShouldContain("by Bob");
        Page.Tags.ShouldContain(("Topic", "Numbers"));
        Page.Name.ShouldBe("Renamed");
        (await Connector().FindAsync(Key, default))!.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_page_that_a_person_writes_in_Markdown_stays_one()
    {
        var first = await WriteAsync("10", known: null);
        Page.Save("", $"# Notes\n\nby *Ann*\n\n{Page.Html}\n\nby Bob");
        await WriteAsync("11", first);
        Page.Markdown.ShouldStartWith("# Notes\n\nby *Ann*\n\n<table id=\"bkmrk-tgcrm-template-usage\">");
        Page.Markdown.ShouldEndWith("</table>\n\nby Bob");
        Page.Cells.ShouldBe(["11"]);
    }

    [Fact]
    public async Task What_is_there_already_is_not_saved_again_however_an_editor_wrote_it()
    {
        var first = await WriteAsync("10 <b>", known: null);
        Page.Save(Page.Html.Replace("<td>", "<td style=\"width: 50%\"><p>", StringComparison.Ordinal).Replace("</td>", "</p>\n</td>", StringComparison.Ordinal));
        var saves = Page.SaveCount;
        (await WriteAsync("10 <b>", first)).ShouldBe(first);
        Page.SaveCount.ShouldBe(saves);
    }

    [Fact]
    public async Task An_edit_inside_our_table_is_reported_and_not_overwritten()
    {
        var first = await WriteAsync("10", known: null);
        Page.Edit(">10<", ">12, corrected by Ann<");
        var present = (await ResultAsync("11", first)).ShouldBeOfType<RecordDrifted>().Present.ShouldNotBeNull();
        Page.Cells.ShouldBe(["12, corrected by Ann"]);
        await WriteAsync("11", present);
        Page.Cells.ShouldBe(["11"]);
    }

    [Fact]
    public async Task A_table_that_was_taken_out_is_reported_and_put_below_the_text_when_that_is_wanted()
    {
        var first = await WriteAsync("10", known: null);
        Page.Save("<p>Ann needs the room.</p>");
        await WriteAsync("11", (await ResultAsync("11", first)).ShouldBeOfType<RecordDrifted>().Present);
        Page.Text.ShouldStartWith("Ann needs the room.");
        Page.Cells.ShouldBe(["11"]);
    }

    [Fact]
    public async Task A_page_in_the_recycle_bin_is_reported_as_gone()
    {
        var first = await WriteAsync("10", known: null);
        bookStack.Delete(Page.Id);
        (await ResultAsync("11", first)).ShouldBeOfType<RecordDrifted>().Present.ShouldBeNull();
        (await Connector().FindAsync(Key, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_between_our_saving_and_our_reading_back_is_reported()
    {
        var first = await WriteAsync("10", known: null);
        bookStack.AfterSave = _ => Page.Edit(">11<", ">13<");
        (await ResultAsync("11", first)).ShouldBeOfType<RecordDrifted>();
    }

    [Fact]
    public async Task What_a_content_filter_takes_out_is_noticed_by_reading_back()
    {
        bookStack.AfterSave = _ => Page.Save(Page.Html.Replace(">10<", "><", StringComparison.Ordinal), "");
        var first = await ResultAsync("10", known: null);
        first.ShouldBeOfType<RecordRefused>().Refusal.Field.ShouldBe("rows");
    }

    [Fact]
    public async Task An_answer_that_is_lost_leaves_a_page_that_is_found_by_its_tag()
    {
        bookStack.AfterSave = context => context.Abort();
        await Should.ThrowAsync<HttpRequestException>(() => WriteAsync("10", known: null));
        await WriteAsync("10", await Connector().FindAsync(Key, default));
        Page.SaveCount.ShouldBe(1);
        bookStack.Pages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Text_that_asks_for_another_page_or_for_scripts_is_only_text()
    {
        bookStack.Plant("Secret", "<p>the secret page</p>");
        const string text = "{{@1}} <script>alert(1)</script> {{{@1}}}";
        await WriteAsync(text, known: null);
        bookStack.Pages.Last().Cells.ShouldBe([text]);
        var shown = await http.SendAsync(Asking("pages/2"));
        (await shown.Content.ReadAsStringAsync()).ShouldNotContain("the secret page");
    }

    [Fact]
    public async Task Who_may_not_write_there_is_refused_in_BookStack_s_words()
    {
        var reader = Connector(Settings with { TokenId = BookStackDouble.ReaderId });
        var refusal = (await reader.WriteAsync(Batch(Key.Value, "10", known: null), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal;
        refusal.Reason.ShouldBe("You do not have permission to perform the requested action.");
        refusal.Remedy.ShouldContain("create and update pages");
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused_in_BookStack_s_words() =>
        (await Connector().WriteAsync(Batch(new string('x', 300), "10", known: null), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal.Reason.ShouldBe("The name may not be greater than 255 characters.");

    [Theory]
    [InlineData("wrong-s3cret", BookStackDouble.Book, "is incorrect")]
    [InlineData(BookStackDouble.TokenSecret, 99, "Book not found")]
    public async Task The_check_says_what_is_wrong_and_repeats_no_secret(string secret, int book, string words)
    {
        var check = await Connector(Settings with { TokenSecret = secret, Shelf = new PlaceOfPages("book", book) }).CheckAsync(default);
        check.IsReady.ShouldBeFalse();
        check.Message.ShouldContain(words);
        check.Message.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Articles_are_listed_page_by_page_without_drafts_and_without_our_own_reports()
    {
        bookStack.PageLimit = 2;
        foreach (var number in Enumerable.Range(1, 5))
            bookStack.Plant($"Article {number}", book: 7);
        bookStack.Plant("A draft").IsDraft = true;
        await WriteAsync("10", known: null);
        var articles = await Connector().ListArticlesAsync(default).ToListAsync();
        articles.Select(article => article.Title).ShouldBe(["Article 1", "Article 2", "Article 3", "Article 4", "Article 5"]);
        articles[0].ShouldBe(new Article("1", "Article 1", new Uri(bookStack.Address, "link/1")));
        (await Connector(Settings with { ArticleBook = BookStackDouble.Book }).ListArticlesAsync(default).ToListAsync()).ShouldBeEmpty();
        (await Connector(Settings with { ArticlesAreNamedBySlug = true }).ListArticlesAsync(default).ToListAsync())[0].Id.ShouldBe("article-1");
    }

    [Fact]
    public async Task A_search_gives_pages_that_have_any_of_the_words_the_best_first_and_takes_words_for_words()
    {
        bookStack.Plant("Money", "<p>Возврат денег на карту</p>");
        bookStack.Plant("Возврат на карту", "<p>Условия</p>");
        bookStack.Plant("Other", "<p>Ничего</p>");
        await WriteAsync("Возврат", known: null);
        (await SearchAsync("[возврат]", "{type:book}", "карту\"", "пожалуйста")).ShouldBe(["Возврат на карту", "Money"]);
        (await SearchAsync("!!!", "{}")).ShouldBeEmpty();
    }

    private static ExternalKey Key => new("template_usage", "March");

    private BookStackSettings Settings => new(bookStack.Address, BookStackDouble.TokenId, BookStackDouble.TokenSecret, ["template_usage"], new PlaceOfPages("book", BookStackDouble.Book));

    private BookStackConnector Connector(BookStackSettings? other = null) => new(other ?? Settings, http);

    private async Task<IEnumerable<string>> SearchAsync(params string[] terms) => (await Connector().SearchAsync(new ArticleQuery(terms, 5), default)).Select(article => article.Title);

    private async Task<RemoteRecord> WriteAsync(string cell, RemoteRecord? known) => (await ResultAsync(cell, known)).ShouldBeOfType<RecordWritten>().Remote;

    private async Task<WriteResult> ResultAsync(string cell, RemoteRecord? known) => (await Connector().WriteAsync(Batch(Key.Value, cell, known), default)).ShouldHaveSingleItem();

    private static PushBatch Batch(string key, string cell, RemoteRecord? known) => new("run-0001", new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero), "template_usage",
        [new PushRecord(new ExternalKey("template_usage", key), new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement(new[] { new { Uses = cell } }) }, known)]);

    private HttpRequestMessage Asking(string path) => new(HttpMethod.Get, new Uri(bookStack.Address, $"api/{path}")) { Headers = { Authorization = new("Token", $"{BookStackDouble.TokenId}:{BookStackDouble.TokenSecret}") } };
}
