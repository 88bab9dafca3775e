using System.Globalization;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>Makes up one ticket; the same number in the same history is always the same ticket.</summary>
internal sealed class TicketTeller(History history, int seed, int customers)
{
    /// <param name="id">The ticket's id.</param>
    /// <param name="number">Its number.</param>
    /// <param name="start">When the customer writes.</param>
    public TicketDraft Tell(string id, long number, DateTimeOffset start)
    {
        var dice = new Dice(seed, "ticket", number);
        var topic = dice.Pick(Topic.All, topic => topic.Weight);
        // squared: a few customers write often, most of them once
        var customer = Customer.Of(seed, 1 + (int)(customers * Math.Pow(dice.Share(), 2)));
        var facts = new CaseFacts(dice, start, customer, number);
        var draft = new TicketDraft(id, number, topic, customer, facts, dice)
        {
            Present = history.End,
            Case = dice.Pick(PhraseBook.In(customer.Language).Topics[topic.Name]),
        };
        draft.Tags.AddRange(Tags(topic, customer, dice));
        foreach (var at in new TicketPlot(draft, new AgentDesk(draft, history, dice), dice).Tell(start))
        {
            if (at > history.End.AddSeconds(-1)) // what follows within the second must lie in the past too
                break;
            draft.At = at;
        }
        return draft;
    }

    private static IEnumerable<string> Tags(Topic topic, Customer customer, Dice dice)
    {
        yield return topic.Name.Replace('_', '-');
        if (customer.Tier == "premium" && dice.Falls(0.6))
            yield return "vip";
        if (dice.Falls(0.12))
            yield return dice.Pick((string[])["bug", "feature-request", "churn-risk", "how-to", "outage"]);
    }

    /// <summary>The id of a generated ticket.</summary>
    public static string IdOf(long number) => number.ToString("'tk-'0000000", CultureInfo.InvariantCulture);
}
