using TelegramCrm.Benchmarks;
using TelegramCrm.Benchmarks.Assigning;
using TelegramCrm.Benchmarks.ChangedTickets;
using TelegramCrm.Benchmarks.Clocks;
using TelegramCrm.Benchmarks.Publishing;

// Benchmarks of whole paths: each prints the floor, ours and the ratio, measured in turn in one run.
return args switch
{
    ["first-sync", .. var rest] => await FirstSync.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["memory", .. var sizes] => await Memory.RunAsync(sizes.Length == 0 ? [20_000, 100_000] : sizes.Select(int.Parse)),
    ["nothing-changed", .. var rest] => await NothingChanged.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["publish", .. var rest] => await PublishChanges.RunAsync(Arguments.Tickets(rest), Arguments.Changed(rest), Arguments.Rounds(rest)),
    ["changed-tickets", .. var rest] => await ChangedTicketsBenchmark.RunAsync(Arguments.Tickets(rest), Arguments.Changed(rest), Arguments.Rounds(rest)),
    ["assign-burst", .. var rest] => await AssignBurst.RunAsync(Arguments.Burst(rest)),
    ["clocks", .. var rest] => ClocksBenchmark.Run(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    // The parts run in processes of their own, so that neither warms the other up and memory is told apart.
    ["part", "sandbox", var tickets] => await Parts.ServeSandboxAsync(int.Parse(tickets)),
    ["part", "floor", var address, var key, var token] => await Parts.RunFloorAsync(new Uri(address), key, token),
    ["part", "ours", var address, var key, var token] => await Parts.RunOursAsync(new Uri(address), key, token),
    ["part", "year", var folder, var tickets] => PublishParts.WriteYear(folder, int.Parse(tickets)),
    ["part", "change", var folder, var count, var round] => PublishParts.Change(folder, int.Parse(count), int.Parse(round)),
    ["part", "merge", var folder] => PublishParts.Merge(folder),
    ["part", "publish", var folder] => await PublishParts.PublishAsync(folder),
    ["part", "history" or "full" or "merge" or "increment", var folder, var tickets, var changed] => RunPart(args[1], folder, int.Parse(tickets), int.Parse(changed)),
    _ => Arguments.Explain(),
};

static int RunPart(string part, string folder, int tickets, int changed)
{
    using var parts = new ChangedTicketsParts(folder, tickets, changed);
    Action run = part switch { "history" => parts.WriteHistory, "full" => parts.TransformAll, "merge" => parts.Merge, _ => parts.TransformChanged };
    run();
    return 0;
}
