using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>What suggestions ask of a ticket, as the CRM has it at this moment.</summary>
/// <param name="Status">Its status.</param>
/// <param name="IsDeleted">Whether it is deleted.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="Subject">What is written over it; null for nothing.</param>
/// <param name="Message">The first that the customer wrote; null when nothing is there yet.</param>
/// <param name="Language">The customer's language as a BCP 47 tag; null when it is not known.</param>
/// <param name="ArticleIds">The articles that are attached to it.</param>
internal sealed record SuggestionTicket(string? Status, bool IsDeleted, Instant CreatedAt, string? Subject, string? Message, string? Language, IReadOnlySet<string> ArticleIds)
{
    /// <summary>Why nothing is attached to it any more; null when something may be.</summary>
    public string? Hindrance => IsDeleted ? "the ticket was deleted" : Status is "resolved" or "closed" ? $"the ticket is {Status}" : null;

    /// <summary>Reads an answer of the API.</summary>
    /// <exception cref="FormatException">It is no ticket.</exception>
    public static SuggestionTicket Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var ticket = document.RootElement;
            return new(
                Text(ticket, "status"), Text(ticket, "deleted_at") is not null, Instant.FromDateTimeOffset(ticket.GetProperty("created_at").GetDateTimeOffset()), Text(ticket, "subject"),
                FirstOf(ticket), ticket.TryGetProperty("customer", out var customer) && customer.ValueKind == JsonValueKind.Object ? Text(customer, "language") : null,
                List(ticket, "articles").Select(article => Text(article, "article_id")).OfType<string>().ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"the CRM's answer is no ticket: {broken.Message}", broken);
        }
    }

    private static string? FirstOf(JsonElement ticket) => List(ticket, "messages")
        .Where(message => Text(message, "kind") == "reply" && message.TryGetProperty("author", out var author) && Text(author, "type") == "customer" && !string.IsNullOrWhiteSpace(Text(message, "text")))
        .OrderBy(message => message.GetProperty("created_at").GetDateTimeOffset()).ThenBy(message => Text(message, "id"), StringComparer.Ordinal)
        .Select(message => Text(message, "text")).FirstOrDefault();

    private static IEnumerable<JsonElement> List(JsonElement record, string name) =>
        record.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
