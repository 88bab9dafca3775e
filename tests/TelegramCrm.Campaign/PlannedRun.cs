namespace TelegramCrm.Campaign;

/// <summary>One start of the program, its end, and what goes on in the CRM afterwards.</summary>
/// <param name="Arguments">The command line.</param>
/// <param name="Kill">Where it is killed; a process that ends before that point is left alone.</param>
/// <param name="Changes">How many changes are made in the CRM while it runs, and as many afterwards.</param>
internal sealed record PlannedRun(IReadOnlyList<string> Arguments, KillPoint Kill, int Changes);
