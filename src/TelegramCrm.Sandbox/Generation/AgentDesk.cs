namespace TelegramCrm.Sandbox.Generation;

/// <summary>The company's side of a case: who takes it, how soon, and with which words.</summary>
internal sealed class AgentDesk(TicketDraft draft, History history, Dice dice)
{
    /// <summary>The usual wait for an answer.</summary>
    public double AnswerMinutes() => draft.Priority switch { "urgent" => 7, "high" => 16, "normal" => 34, _ => 75 }
        * (draft.Customer.Tier == "premium" ? 0.65 : 1) * (draft.At.DayOfWeek is DayOfWeek.Monday ? 1.35 : 1);

    public DateTimeOffset Later(double minutes, double spread) => Desk.After(draft.At, dice.About(TimeSpan.FromMinutes(minutes), spread), dice);

    /// <summary>Customers write when they are awake, weekends included.</summary>
    public DateTimeOffset CustomerLater(double minutes, double spread)
    {
        var at = draft.At + dice.About(TimeSpan.FromMinutes(minutes), spread);
        return at.Hour is >= 1 and < 5 ? at.AddHours(6) : at;
    }

    public void Take()
    {
        var agent = Team.Take(draft.QueueId ?? Team.DefaultQueueId, draft.At, null, dice);
        var byBot = dice.Falls(0.35);
        draft.Assign(agent, byBot ? "bot" : "agent", byBot ? "bot-lumo" : agent.Id);
    }

    /// <summary>Whoever is at work goes on with it, with a note from the one who left.</summary>
    public void HandOverIfOff()
    {
        var before = draft.Agent!;
        if (before.Shift.Covers(draft.At) || dice.Falls(0.7)) // mostly the one who knows the case stays with it
            return;
        draft.Say("agent", before.Id, draft.Facts.Fill(dice.Pick(PhraseBook.In("en").Notes)), isNote: true);
        draft.Assign(Team.Take(draft.QueueId!, draft.At, before, dice), "agent", before.Id);
    }

    /// <summary>Answers with a template that suits, or in own words.</summary>
    /// <param name="act">What the reply does; see <see cref="ReplyTemplate.Act"/>.</param>
    /// <param name="phrases">Own words to choose from.</param>
    /// <param name="addition">What follows own words, and what an edited template gets.</param>
    public void Reply(string act, IReadOnlyList<string> phrases, string? addition = null)
    {
        var agent = draft.Agent!;
        var template = dice.Falls(TemplateShare(agent)) ? Choose(act) : null;
        if (template is null)
        {
            var text = draft.Facts.Fill(dice.Pick(phrases));
            draft.Say("agent", agent.Id, addition is null ? text : $"{text}\n{addition}");
            return;
        }
        var filled = template.Fill(draft.Customer.Name, agent.FirstName, draft.Facts["number"]);
        if (dice.Falls(0.24))
            filled = $"{filled}\n\n{draft.Facts.Fill(dice.Pick(phrases))}";
        draft.Say("agent", agent.Id, filled, template: template);
        draft.Apply(template, template.VersionAt(history, draft.At));
        if (template.ArticleId is { } article && dice.Falls(0.2) && !draft.ArticleIds.Contains(article))
            draft.ArticleIds.Add(article);
    }

    private static double TemplateShare(Agent agent) => agent.Role switch { "senior" => 0.38, "supervisor" => 0.15, _ => 0.62 };

    private ReplyTemplate? Choose(string act)
    {
        var suiting = ReplyTemplate.All
            .Where(template => template.Suits(draft, act) && (!(template.DeletedAt(history) <= draft.At) || HasOldTab())).ToList();
        return suiting.Count == 0 ? null : dice.Pick(suiting, template => template.Weight);
    }

    /// <summary>Some have yesterday's list of templates open for weeks.</summary>
    private bool HasOldTab() => draft.Number % 4 == 0;
}
