using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>A decision on a ticket, as it is recorded: made once for each arrival, sent, and then applied, withdrawn or refused.</summary>
public sealed record AssignmentDecision
{
    /// <summary>Decided, and not sent yet.</summary>
    public const string Decided = "decided";

    /// <summary>About to be sent, or sent with an end that nobody knows.</summary>
    public const string Sending = "sending";

    /// <summary>The CRM has it.</summary>
    public const string Applied = "applied";

    /// <summary>Overtaken: the ticket, the agent or people said otherwise before it was sent.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Refused by the CRM: a dead letter.</summary>
    public const string Failed = "failed";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its place in the order of decisions, from 1; 0 before it is recorded.</summary>
    public long Number { get; init; }

    /// <summary>The ticket.</summary>
    public required string TicketId { get; init; }

    /// <summary>The arrival that it answers.</summary>
    public required Instant ArrivedAt { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant DecidedAt { get; init; }

    /// <summary>The rule that made it; null when the ticket goes to the default queue because none did.</summary>
    public string? Rule { get; init; }

    /// <summary>Who gets the ticket; null for nobody in particular.</summary>
    public string? AgentId { get; init; }

    /// <summary>The queue it is put in; null when it stays where it is.</summary>
    public string? QueueId { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>JSON: what was known of the ticket, the rules that were passed over, and who could have got it.</summary>
    public required string Inputs { get; init; }

    /// <summary>How old that was, in whole seconds; null when it was read for the decision.</summary>
    public long? CacheAgeSeconds { get; init; }

    /// <summary>One of the words above.</summary>
    public string State { get; init; } = Decided;

    /// <summary>Why it was withdrawn or refused, or how it was found applied; null before that.</summary>
    public string? Outcome { get; init; }

    /// <summary>When it was applied, withdrawn or refused; null before that.</summary>
    public Instant? SettledAt { get; init; }

    /// <summary>Raised with each change.</summary>
    public long Change { get; init; }

    /// <summary>The version of the ticket that it was made from.</summary>
    public Instant VersionAt => NodaTime.Text.InstantPattern.ExtendedIso.Parse(JsonDocument.Parse(Inputs).RootElement.GetProperty("version").GetString()!).Value;

    /// <summary>The decision that a verdict stands for.</summary>
    /// <param name="verdict">One that places its ticket.</param>
    /// <param name="world">What it was made from.</param>
    internal static AssignmentDecision Of(Verdict verdict, AssignmentWorld world) => new()
    {
        TicketId = verdict.Ticket.TicketId,
        ArrivedAt = verdict.Ticket.ArrivedAt,
        DecidedAt = world.Now,
        Rule = verdict.Rule,
        AgentId = verdict.AgentId,
        QueueId = verdict.QueueId,
        Reason = verdict.Reason,
        CacheAgeSeconds = (long?)world.Age?.TotalSeconds,
        Inputs = JsonSerializer.Serialize(new
        {
            Version = NodaTime.Text.InstantPattern.ExtendedIso.Format(verdict.Ticket.VersionAt),
            verdict.Ticket.Status,
            verdict.Ticket.Priority,
            Queue = verdict.Ticket.QueueId,
            verdict.Ticket.Tier,
            verdict.Ticket.Language,
            verdict.Ticket.GroupId,
            verdict.Ticket.Tags,
            verdict.Ticket.Fields,
            AgeSeconds = (long)verdict.Ticket.AgeAt(world.Now).TotalSeconds,
            verdict.PassedOver,
            verdict.Candidates,
        }, Json),
    };

    /// <summary>What is sent to the CRM.</summary>
    internal string ToPatch() => JsonSerializer.Serialize(new[] { ("assigned_agent_id", AgentId), ("queue_id", QueueId) }.Where(field => field.Item2 is not null).ToDictionary(field => field.Item1, field => field.Item2));
}
