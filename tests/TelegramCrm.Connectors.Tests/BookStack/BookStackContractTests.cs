using System.Text.Json;
using TelegramCrm.Connectors.BookStack;

namespace TelegramCrm.Connectors.Tests.BookStack;

/// <summary>The contract of all connectors, on a double of BookStack's API.</summary>
public sealed class BookStackContractTests : HttpConnectorContract, IAsyncLifetime
{
    private BookStackDouble bookStack = null!;

    public async Task InitializeAsync() => bookStack = await BookStackDouble.StartAsync();

    public async Task DisposeAsync() => await bookStack.DisposeAsync();

    protected override IConnector Connect(HttpClient http, string? secret = null) => new BookStackConnector(
        new BookStackSettings(bookStack.Address, BookStackDouble.TokenId, secret ?? BookStackDouble.TokenSecret, ["template_usage"], new PlaceOfPages("book", BookStackDouble.Book)), http);

    protected override IConnector ConnectAsReader(HttpClient http) => new BookStackConnector(
        new BookStackSettings(bookStack.Address, BookStackDouble.ReaderId, BookStackDouble.TokenSecret, ["template_usage"], new PlaceOfPages("book", BookStackDouble.Book)), http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement(new[] { new { Subject = subject } }) };

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement("no list") });

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => [.. bookStack.Pages.Where(page => page.Name == key.Value).SelectMany(page => page.Cells)];

    // A line break is a line break on a page, however it was sent.
    protected override string InTarget(string subject) => subject.Replace("\r\n", "\n", StringComparison.Ordinal);

    protected override void PlantTwins(ExternalKey key)
    {
        WriteAsync(Record(key.Value, "printer")).GetAwaiter().GetResult();
        var page = bookStack.Pages.Single();
        bookStack.Plant("A copy", page.Html, tags: page.Tags);
    }

    protected override void EditInTarget(ExternalKey key, string subject) => PageOf(key).Edit(">printer<", $">{subject}<");

    protected override void DeleteInTarget(ExternalKey key) => bookStack.Delete(PageOf(key).Id);

    private DoublePage PageOf(ExternalKey key) => bookStack.Pages.Single(page => page.Name == key.Value);
}
