namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>
/// Reads a ticket's story from lines such as <c>Mon 09:00  customer</c>: what happened when. Lines without a time say what the ticket itself says:
/// <c>tier gold</c>, <c>queue night</c>, <c>says resolved_at Mon 11:00</c>. The ticket is created where the first line with a time stands.
/// </summary>
internal static class Told
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static TicketStory By(string lines)
    {
        var story = Given.Ticket();
        var isCreated = false;
        foreach (var words in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var timeWords = words[0] == "next" ? 3 : Days.Contains(words[0]) || char.IsDigit(words[0][0]) ? 2 : 0;
            var at = string.Join(' ', words[..timeWords]);
            if (timeWords > 0 && !isCreated)
            {
                story.CreatedAt(at);
                isCreated = true;
            }
            Tell(story, at, words[timeWords..]);
        }
        return story;
    }

    private static TicketStory Tell(TicketStory story, string at, string[] words) => words switch
    {
        ["tier", var tier] => story.OfTier(tier),
        ["says", var field, .. var value] => story.Says(field, string.Join(' ', value)),
        ["begins", "in", var queue] => story.Says("queue_id", queue),
        ["begins", "as", var priority] => story.Says("priority", priority),
        ["created"] => story.Created(),
        ["created", "by", var role] => story.Created(by: role),
        ["is", "there"] => story,
        ["customer"] => story.Customer(at),
        ["agent"] => story.Agent(at),
        ["agent", var name] => story.Agent(at, name),
        ["bot"] => story.Bot(at),
        ["system"] => story.System(at),
        ["note"] => story.Note(at),
        ["assigned", var name] => story.Assigned(at, name),
        ["reopened"] => story.Reopened(at),
        ["queue", var queue] => story.Queue(at, queue),
        ["priority", var priority] => story.Priority(at, priority),
        [var status] => story.Status(at, status),
        _ => throw new ArgumentException($"nobody knows what happens in \"{at} {string.Join(' ', words)}\"", nameof(words)),
    };
}
