using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>How assignment stands, for people who ask.</summary>
/// <param name="CacheAge">How old what is known of agents, queues and tickets is; null when they were never read.</param>
/// <param name="IsTooOld">Whether it is too old for rules to be asked until the CRM answers.</param>
/// <param name="Waiting">Tickets that nobody has and that wait for a rule or for the end of their window.</param>
/// <param name="Queued">Decisions that wait until the CRM answers.</param>
/// <param name="Applied">Decisions that the CRM has, since ever.</param>
/// <param name="Withdrawn">Decisions that were overtaken, since ever.</param>
/// <param name="Failed">Decisions that the CRM refused, since ever.</param>
public sealed record AssignmentStanding(Duration? CacheAge, bool IsTooOld, int Waiting, long Queued, long Applied, long Withdrawn, long Failed);
