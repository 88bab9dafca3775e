using System.Globalization;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>
/// A ticket as it comes about. Every change goes through here, so that its fields, its events and its messages
/// always tell the same story.
/// </summary>
internal sealed class TicketDraft(string id, long number, Topic topic, Customer customer, CaseFacts facts, Dice dice)
{
    public string Id => id;

    public long Number => number;

    public Topic Topic => topic;

    public Customer Customer => customer;

    public CaseFacts Facts => facts;

    public required SupportCase Case { get; init; }

    public string Subject => facts.Fill(Case.Subject);

    /// <summary>Nothing lies behind it.</summary>
    public required DateTimeOffset Present { get; init; }

    /// <summary>How far the story has been told; set by whoever tells it.</summary>
    public DateTimeOffset At { get; set; }

    public string Status { get; private set; } = "new";

    public string Priority { get; private set; } = "normal";

    public string? QueueId { get; private set; }

    public Agent? Agent { get; private set; }

    public List<string> Tags { get; } = [];

    public List<string> ArticleIds { get; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FirstResponseAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public int ReopenCount { get; private set; }

    public List<DraftMessage> Messages { get; } = [];

    public List<DraftEvent> Events { get; } = [];

    public List<DraftUsage> Usages { get; } = [];

    public void Create(string priority)
    {
        CreatedAt = At;
        Priority = priority;
        Record("created", null, "new", "system", null, At);
    }

    public void Say(string authorType, string? authorId, string? text, bool isNote = false, ReplyTemplate? template = null, bool isEdited = false)
    {
        var editedAt = At.AddSeconds(dice.Between(20, 400));
        isEdited &= editedAt <= Present;
        var message = new DraftMessage(
            Text($"msg-{number:0000000}-{Messages.Count + 1:0000}"), At, authorType, authorId, isNote, text, template?.Id,
            isEdited ? editedAt : null, text is null ? dice.Pick(DraftMessage.Attachments) : null);
        Messages.Add(message);
        Touch(isEdited ? editedAt : At);
        if (authorType == "agent" && !isNote && Messages.Exists(earlier => earlier.AuthorType == "customer"))
            FirstResponseAt ??= WasAskedFirst ? At : null;
    }

    public void Apply(ReplyTemplate template, int version) =>
        Usages.Add(new DraftUsage(Text($"use-{number:0000000}-{Usages.Count + 1:00}"), template.Id, version, Agent!.Id, Messages[^1].Id, At));

    public void Become(string status, string actorType, string? actorId)
    {
        if (status == Status)
            return;
        var at = Shortly();
        if (Status is "resolved" or "closed" && status is not ("resolved" or "closed"))
        {
            ReopenCount++;
            (ResolvedAt, ClosedAt) = (null, null);
            Record("reopened", Status, status, actorType, actorId, at);
        }
        Record("status_changed", Status, status, actorType, actorId, at);
        Status = status;
        if (status == "resolved")
            ResolvedAt = at;
        if (status == "closed")
            ClosedAt = at;
    }

    public void Assign(Agent agent, string actorType, string? actorId)
    {
        if (agent == Agent)
            return;
        Record("assigned", Agent?.Id, agent.Id, actorType, actorId, Shortly());
        Agent = agent;
    }

    public void MoveTo(string queueId, string actorType, string? actorId)
    {
        if (queueId == QueueId)
            return;
        Record("queue_changed", QueueId, queueId, actorType, actorId, Shortly());
        QueueId = queueId;
    }

    public void Prioritize(string priority)
    {
        if (priority == Priority)
            return;
        Record("priority_changed", Priority, priority, "agent", Agent?.Id, Shortly());
        Priority = priority;
    }

    public void Delete()
    {
        DeletedAt = Shortly();
        Record("deleted", null, null, "agent", Agent?.Id, DeletedAt.Value);
    }

    private bool WasAskedFirst => Messages.Find(message => message.AuthorType is "customer" or "agent")!.AuthorType == "customer";

    private void Record(string type, string? from, string? to, string actorType, string? actorId, DateTimeOffset at)
    {
        Events.Add(new DraftEvent(Text($"ev-{number:0000000}-{Events.Count + 1:000}"), at, type, from, to, actorType, actorId));
        Touch(at);
    }

    /// <summary>Within the second that the story is at, after all that has happened.</summary>
    private DateTimeOffset Shortly()
    {
        var at = At.AddMilliseconds(dice.Between(40, 900));
        return at > UpdatedAt ? at : UpdatedAt.AddMilliseconds(1);
    }

    private void Touch(DateTimeOffset at) => UpdatedAt = at > UpdatedAt ? at : UpdatedAt;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
