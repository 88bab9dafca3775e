using System.Text.Json;
using TelegramCrm.Connectors.BookStack;

namespace TelegramCrm.Connectors.Tests.BookStack;

/// <summary>The contract of all connectors, on a double of BookStack's API.</summary>
public sealed class BookStackContractTests : ConnectorContract, IAsyncLifetime
{
    private readonly HttpClient http = new();
    private BookStackDouble bookStack = null!;
    private BookStackConnector connector = null!;

    protected override IConnector Connector => connector;

    public async Task InitializeAsync()
    {
        bookStack = await BookStackDouble.StartAsync();
        connector = new BookStackConnector(new BookStackSettings(bookStack.Address, BookStackDouble.TokenId, BookStackDouble.TokenSecret, ["template_usage"], new PlaceOfPages("book", BookStackDouble.Book)), http);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await bookStack.DisposeAsync();
    }

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement(new[] { new { Subject = subject } }) };

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement("no list") });

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => [.. bookStack.Pages.Where(page => page.Name == key.Value).SelectMany(page => page.Cells)];

    // A line break is a line break on a page, however it was sent.
    protected override string AsHeld(string subject) => subject.Replace("\r\n", "\n", StringComparison.Ordinal);

    protected override void PlantTwins(ExternalKey key)
    {
        WriteAsync(Record(key.Value, "printer")).GetAwaiter().GetResult();
        var page = bookStack.Pages.Single();
        bookStack.Plant("A copy", page.Html, tags: page.Tags);
    }
}
