using System.Net;
using System.Text.Json;
using NodaTime;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Automation.Suggestions.Suggestion;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Reads tickets, and attaches chosen articles to them. What a ticket has already is not attached again.</summary>
/// <param name="client">The CRM.</param>
/// <param name="ledger">Where suggestions stand.</param>
/// <param name="patience">How long one request waits for a CRM that is away.</param>
/// <param name="time">The clock.</param>
internal sealed class SuggestionSender(CrmClient client, SuggestionLedger ledger, Duration patience, TimeProvider time)
{
    /// <summary>Reads a ticket with its newest messages and its articles.</summary>
    /// <returns>Null when the CRM has it no more.</returns>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    /// <exception cref="FormatException">The answer is no ticket.</exception>
    public async Task<SuggestionTicket?> ReadAsync(string ticketId, CancellationToken cancellationToken)
    {
        try
        {
            using var read = await client.ReadAsync("tickets", ticketId, EndpointCategory.TicketWrites, patience, cancellationToken);
            return SuggestionTicket.Parse(read.Bytes);
        }
        catch (CrmException gone) when (gone.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return null;
        }
    }

    /// <summary>Settles suggestions for one ticket.</summary>
    /// <param name="ticket">The ticket as it was read just now; null when it is gone.</param>
    /// <param name="open">What was chosen for it, and is not known to be attached.</param>
    /// <param name="isTooOld">Whether the ticket has waited too long for suggestions.</param>
    /// <param name="cancellationToken">Stops; what is on its way stays open.</param>
    /// <exception cref="CrmException">The CRM is away; it may have attached the article at hand.</exception>
    public async Task SettleAsync(SuggestionTicket? ticket, IEnumerable<Suggestion> open, bool isTooOld, CancellationToken cancellationToken)
    {
        foreach (var suggestion in open)
        {
            var (state, outcome) = ticket switch
            {
                null => (Withdrawn, "the CRM has no such ticket any more"),
                _ when ticket.ArticleIds.Contains(suggestion.ArticleId) => (Attached, "found on the ticket: an earlier try had come through"),
                { Hindrance: { } hindrance } => (Withdrawn, hindrance),
                _ when isTooOld => (Withdrawn, "the ticket is too old by now"),
                _ => await AttachAsync(suggestion, cancellationToken),
            };
            ledger.Settle(suggestion, state, outcome, Instant.FromDateTimeOffset(time.GetUtcNow()));
        }
    }

    private async Task<(string State, string? Outcome)> AttachAsync(Suggestion suggestion, CancellationToken cancellationToken)
    {
        try
        {
            var link = JsonSerializer.SerializeToUtf8Bytes(new { article_id = suggestion.ArticleId, title = suggestion.Title, url = suggestion.Url });
            await client.WriteAsync(
                HttpMethod.Post, $"tickets/{Uri.EscapeDataString(suggestion.TicketId)}/articles", link, body => body.RequireObject(), cancellationToken, patience, EndpointCategory.TicketWrites);
            return (Attached, null);
        }
        catch (CrmException refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Conflict)
        {
            return (Withdrawn, refusal.Message);
        }
        catch (CrmException refusal) when (refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge)
        {
            return (Failed, refusal.Message);
        }
    }
}
