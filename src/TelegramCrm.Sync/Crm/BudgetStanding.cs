using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>What is known of a category's rate limit. A number stays null while no answer has told it.</summary>
/// <param name="Limit">Requests a window.</param>
/// <param name="Remaining">Requests that may still be sent in this window, those on their way not counted; 0 while a 429 is waited out.</param>
/// <param name="ResetsAt">When the window, or the wait that a 429 asked for, ends, by our clock; null between two windows.</param>
public sealed record BudgetStanding(long? Limit, long? Remaining, Instant? ResetsAt);
