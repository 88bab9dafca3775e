using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>A delivery that could not be applied. It is kept until somebody replays it.</summary>
/// <param name="Id">The sender's id.</param>
/// <param name="Type">The event's type.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Attempts">How many tries failed before it was given up; 0 when the first look was enough.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="BuriedAt">When it was given up.</param>
/// <param name="Body">The JSON as it was signed.</param>
public sealed record DeadLetter(string Id, string Type, Instant ReceivedAt, int Attempts, string Reason, Instant BuriedAt, string Body);
