using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>
/// One look at new tickets: settles what an earlier look left open, then searches for each new ticket, records what was chosen, and attaches it. It may be stopped or killed at any
/// point: what was chosen stands in the state, and is looked up in the ticket before it is sent again. What can't be done while the CRM or the knowledge base is away is done later.
/// </summary>
public sealed partial class SuggestionPass : IDisposable
{
    private const int MostFailures = 3; // of one ticket it may be the ticket; of several in a row it is the CRM or the knowledge base

    private static readonly Duration Settling = Duration.FromMinutes(1); // a ticket may be there before its first message is

    private readonly SuggestionConfiguration configuration;
    private readonly SuggestionLedger ledger;
    private readonly NewTickets tickets;
    private readonly ArticleSearch search;
    private readonly SuggestionSender sender;
    private readonly Func<string, string> redact;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim turn;
    private string? lastAway;

    internal SuggestionPass(
        SuggestionConfiguration configuration, SuggestionLedger ledger, NewTickets tickets, IKnowledgeBase knowledgeBase, SuggestionSender sender, Func<string, string> redact, SemaphoreSlim turn,
        TimeProvider time, ILogger log)
    {
        (this.configuration, this.ledger, this.tickets, this.sender, this.redact, this.turn, this.time, this.log) = (configuration, ledger, tickets, sender, redact, turn, time, log);
        search = new ArticleSearch(knowledgeBase, configuration);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Looks; a second call waits for the first, whichever pass of the process it is on.</summary>
    /// <param name="cancellationToken">Stops at once; what is chosen stays recorded.</param>
    public async Task<SuggestionOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var before = ledger.Counts();
            var (searched, away, inARow) = (0, (string?)null, 0);
            var open = ledger.Open().Select(suggestion => suggestion.TicketId).Distinct().ToList();
            foreach (var ticketId in open.Concat(NewOnes().Except(open)))
            {
                try
                {
                    searched += await TwiceAsync(() => LookAsync(ticketId, cancellationToken)) ? 1 : 0;
                    inARow = 0;
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // whatever a knowledge base or the CRM fails with
                {
                    away = redact(failure.Message);
                    if (++inARow == MostFailures)
                        break;
                }
            }
            Tell(away);
            var (after, waiting) = (ledger.Counts(), NewOnes().Count);
            return new(searched, Gained(Suggestion.Attached), Gained(Suggestion.Failed), after.GetValueOrDefault(Suggestion.Chosen), waiting, away);

            long Gained(string state) => after.GetValueOrDefault(state) - before.GetValueOrDefault(state);
        }
        finally
        {
            turn.Release();
        }
    }

    private IReadOnlyList<string> NewOnes()
    {
        var now = Now;
        return tickets.Read(Instant.Max(ledger.BegunAt(now) - configuration.LookBack, now - configuration.MaxAge));
    }

    /// <summary>Once more at once: a lost answer is no outage, and the second try looks first whether the first came through.</summary>
    private static async Task<bool> TwiceAsync(Func<Task<bool>> act)
    {
        try
        {
            return await act();
        }
        catch (CrmException lost) when (lost.Status is null)
        {
            return await act();
        }
    }

    private async Task SettleAsync(string ticketId, SuggestionTicket? ticket, CancellationToken cancellationToken)
    {
        var open = ledger.Of(ticketId).Where(suggestion => suggestion.State == Suggestion.Chosen).ToList();
        await sender.SettleAsync(ticket, open, isTooOld: ticket?.CreatedAt < Now - configuration.MaxAge, cancellationToken);
        foreach (var failed in ledger.Of(ticketId).Where(suggestion => suggestion.State == Suggestion.Failed && open.Exists(one => one.ArticleId == suggestion.ArticleId)))
            LogRefused(ticketId, failed.ArticleId, failed.Outcome);
    }

    /// <returns>Whether the ticket was searched for, or needs no search.</returns>
    private async Task<bool> LookAsync(string ticketId, CancellationToken cancellationToken)
    {
        var isKnown = ledger.Knows(ticketId); // an earlier try came so far
        SuggestionTicket? ticket;
        try
        {
            ticket = await sender.ReadAsync(ticketId, cancellationToken);
        }
        catch (FormatException broken) when (!isKnown)
        {
            return ledger.Record(new(ticketId, Now, configuration.KnowledgeBase, null, [], 0, broken.Message), []);
        }
        if (isKnown)
        {
            await SettleAsync(ticketId, ticket, cancellationToken);
            return false;
        }
        if (ticket is { Hindrance: null, Message: null } && Now - ticket.CreatedAt < Settling)
            return false;
        var (found, chosen) = ticket is { Hindrance: null }
            ? await search.RunAsync(ticketId, ticket, Now, cancellationToken)
            : (new SuggestionSearch(ticketId, Now, configuration.KnowledgeBase, null, [], 0, ticket?.Hindrance ?? "the CRM has no such ticket any more"), []);
        if (ledger.Record(found, chosen))
            await SettleAsync(ticketId, ticket, cancellationToken);
        return true;
    }

    private void Tell(string? away)
    {
        if (away is not null && lastAway is null)
            LogAway(away);
        if (away is null && lastAway is not null)
            LogBack();
        lastAway = away;
    }

    /// <inheritdoc/>
    public void Dispose() => tickets.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Suggestions wait until the CRM and the knowledge base answer: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Suggestions go on: the CRM and the knowledge base answer again")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Error, Message = "Suggestions: the CRM refused article {ArticleId} for ticket {TicketId}; it is a dead letter: {Why}")]
    private partial void LogRefused(string ticketId, string articleId, string? why);
}

/// <summary>What a look at new tickets came to.</summary>
/// <param name="Searched">Tickets that were searched for.</param>
/// <param name="Attached">Articles that the CRM has now.</param>
/// <param name="Failed">Articles that it refused: dead letters.</param>
/// <param name="Open">Articles that were chosen and wait.</param>
/// <param name="Waiting">Tickets that wait for their search.</param>
/// <param name="Away">Why it could not go on; null when it could.</param>
public sealed record SuggestionOutcome(int Searched, long Attached, long Failed, long Open, int Waiting, string? Away);
