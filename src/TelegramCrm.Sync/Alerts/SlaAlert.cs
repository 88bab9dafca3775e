using NodaTime;

namespace TelegramCrm.Sync.Alerts;

/// <summary>A promise that came near its end or was broken: a level that one of its instances has reached.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Metric">What was promised: <c>first_response</c>, <c>next_reply</c> or <c>resolution</c>.</param>
/// <param name="Instance">Which of them, from 1.</param>
/// <param name="Level"><c>warning</c> or <c>breach</c>.</param>
/// <param name="Policy">The policy that promises it.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="ReachedAt">When it came to that level, by the figures of the moment.</param>
public sealed record SlaAlert(string TicketId, string Metric, long Instance, string Level, string Policy, Instant DueAt, Instant ReachedAt);

/// <summary>An alert in the record, where each stands once and for ever.</summary>
/// <param name="Number">Its place in the order in which alerts were noticed, from 1.</param>
/// <param name="Alert">What was reached.</param>
/// <param name="NoticedAt">When the service noticed.</param>
public sealed record NoticedAlert(long Number, SlaAlert Alert, Instant NoticedAt);
