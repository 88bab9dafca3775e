namespace TelegramCrm.Sandbox.Generation;

/// <summary>
/// How a case goes: asked, routed, taken, discussed, solved, sometimes reopened, closed. Each method yields the instant
/// of what it does next, and does it when it is asked to go on; whoever tells the story stops at the present.
/// </summary>
internal sealed class TicketPlot(TicketDraft draft, AgentDesk desk, Dice dice)
{
    private readonly PhraseBook book = PhraseBook.In(draft.Customer.Language);

    private SupportCase Case => draft.Case;

    private IReadOnlyList<string> Asks => Case.Ask is { } ask ? [ask] : book.Asks;

    public IEnumerable<DateTimeOffset> Tell(DateTimeOffset start)
    {
        if (dice.Falls(0.015))
            return Outreach(start);
        return Request(start);
    }

    private IEnumerable<DateTimeOffset> Request(DateTimeOffset start)
    {
        foreach (var at in Ask(start))
            yield return at;
        if (dice.Falls(0.006))
        {
            yield return desk.Later(45, 0.8);
            draft.Delete(); // spam
            yield break;
        }
        foreach (var at in Take())
            yield return at;
        foreach (var at in Discuss())
            yield return at;
        foreach (var at in Solve())
            yield return at;
        for (var again = 0.11; dice.Falls(again); again /= 2)
        {
            foreach (var at in Reopen())
                yield return at;
        }
        yield return draft.At.AddHours(dice.Between(48, 130));
        draft.Become("closed", "system", null);
    }

    private IEnumerable<DateTimeOffset> Ask(DateTimeOffset start)
    {
        yield return start;
        draft.Create(dice.Share() switch { < 0.14 => "low", < 0.77 => "normal", < 0.94 => "high", _ => "urgent" });
        var greeting = dice.Pick(book.Greetings);
        var opening = draft.Facts.Fill(Case.Opening);
        if (greeting.Length > 0 && dice.Falls(0.3)) // people on Telegram press Enter early
        {
            CustomerSays(greeting.TrimEnd(','));
            yield return draft.At.AddSeconds(dice.Between(4, 70));
            CustomerSays(opening);
        }
        else
        {
            CustomerSays(greeting.Length > 0 ? $"{greeting} {opening}" : opening);
        }
        yield return draft.At.AddSeconds(dice.Between(1, 3));
        draft.Say("bot", "bot-lumo", draft.Facts.Fill(Desk.IsOpen(draft.At) ? book.Received : book.OutOfHours));
        draft.MoveTo(dice.Falls(0.12) ? Team.DefaultQueueId : draft.Topic.QueueId, "bot", "bot-lumo");
        if (!dice.Falls(0.22))
            yield break;
        yield return draft.At.AddSeconds(dice.Between(15, 240));
        CustomerSays(null);
    }

    private IEnumerable<DateTimeOffset> Take()
    {
        var wait = desk.AnswerMinutes() * (0.5 + dice.Share() / 3);
        yield return desk.Later(wait, 0.9);
        if (draft.QueueId == Team.DefaultQueueId && dice.Falls(0.8))
            draft.MoveTo(draft.Topic.QueueId, "agent", "ag-grace-owusu");
        desk.Take();
        draft.Become("open", "agent", draft.Agent!.Id);
        if (dice.Falls(0.07))
            draft.Prioritize(dice.Falls(0.75) ? "high" : "low");
        if (dice.Falls(0.12))
            draft.Say("agent", draft.Agent!.Id, draft.Facts.Fill(dice.Pick(PhraseBook.In("en").Notes)), isNote: true);
        yield return desk.Later(desk.AnswerMinutes() * 0.4, 0.8);
        if (dice.Falls(0.55))
            desk.Reply("look", book.Looking);
        else
            desk.Reply("ask", Asks);
    }

    private IEnumerable<DateTimeOffset> Discuss()
    {
        for (var more = 0.52; dice.Falls(more); more *= 0.55)
        {
            foreach (var at in AskBack())
                yield return at;
        }
        if (dice.Falls(0.09))
        {
            foreach (var at in WaitForOthers())
                yield return at;
        }
        if (dice.Falls(0.004))
        {
            foreach (var at in Chat(dice.Between(95, 260)))
                yield return at;
        }
        else if (dice.Falls(0.06))
        {
            foreach (var at in Chat(dice.Between(5, 24)))
                yield return at;
        }
    }

    private IEnumerable<DateTimeOffset> AskBack()
    {
        yield return desk.Later(desk.AnswerMinutes(), 0.9);
        desk.HandOverIfOff();
        desk.Reply("ask", Asks);
        if (dice.Falls(0.6))
            draft.Become("pending", "agent", draft.Agent!.Id);
        yield return desk.CustomerLater(90, 1.4);
        CustomerSays(draft.Facts.Fill(Case.Detail ?? dice.Pick(book.Details)), isEdited: dice.Falls(0.05));
        draft.Become("open", "customer", draft.Customer.Id);
        if (!dice.Falls(0.12))
            yield break;
        yield return desk.CustomerLater(200, 0.6);
        CustomerSays(dice.Pick(book.Nudges));
    }

    private IEnumerable<DateTimeOffset> WaitForOthers()
    {
        yield return desk.Later(30, 0.7);
        desk.HandOverIfOff();
        desk.Reply("hold", book.Escalations);
        draft.Become("on_hold", "agent", draft.Agent!.Id);
        draft.Say("agent", draft.Agent!.Id, draft.Facts.Fill(dice.Pick(PhraseBook.In("en").Notes)), isNote: true);
        if (dice.Falls(0.3))
            draft.MoveTo("q-escalations", "agent", draft.Agent!.Id);
        if (dice.Falls(0.3))
        {
            yield return desk.CustomerLater(600, 0.7);
            CustomerSays(dice.Pick(book.Nudges));
        }
        yield return desk.Later(60 * 26, 0.9);
        desk.HandOverIfOff();
        draft.Become("open", "agent", draft.Agent!.Id);
        desk.Reply("update", book.Updates);
    }

    private IEnumerable<DateTimeOffset> Chat(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            yield return draft.At.AddSeconds(dice.Between(6, 150));
            var text = draft.Facts.Fill(dice.Pick(book.Chat));
            if (dice.Falls(0.55))
                CustomerSays(text);
            else
                draft.Say("agent", draft.Agent!.Id, text);
        }
    }

    private IEnumerable<DateTimeOffset> Solve()
    {
        yield return desk.Later(desk.AnswerMinutes() * 1.6, 1.1);
        desk.HandOverIfOff();
        if (!dice.Falls(0.03))
            desk.Reply("solve", [Case.Solution], dice.Falls(0.35) ? dice.Pick(book.Closings) : null);
        draft.Become("resolved", "agent", draft.Agent!.Id);
        if (!dice.Falls(0.46))
            yield break;
        yield return desk.CustomerLater(35, 1.3);
        CustomerSays(dice.Pick(book.Thanks));
    }

    private IEnumerable<DateTimeOffset> Reopen()
    {
        yield return desk.CustomerLater(60 * 20, 0.9);
        CustomerSays(dice.Pick(book.Reopens));
        draft.Become("open", "customer", draft.Customer.Id);
        yield return desk.Later(desk.AnswerMinutes(), 0.8);
        desk.HandOverIfOff();
        desk.Reply("look", book.Looking);
        foreach (var at in Solve())
            yield return at;
    }

    private IEnumerable<DateTimeOffset> Outreach(DateTimeOffset start)
    {
        yield return Desk.After(start, TimeSpan.Zero, dice);
        draft.Create("normal");
        draft.MoveTo(draft.Topic.QueueId, "system", null);
        desk.Take();
        draft.Say("agent", draft.Agent!.Id, draft.Facts.Fill(book.Outreach));
        draft.Become("pending", "agent", draft.Agent!.Id);
        yield return desk.CustomerLater(300, 1.2);
        CustomerSays(draft.Facts.Fill(Case.Detail ?? dice.Pick(book.Details)));
        draft.Become("open", "customer", draft.Customer.Id);
        foreach (var at in Solve())
            yield return at;
    }

    private void CustomerSays(string? text, bool isEdited = false) => draft.Say("customer", draft.Customer.Id, text, isEdited: isEdited);
}
