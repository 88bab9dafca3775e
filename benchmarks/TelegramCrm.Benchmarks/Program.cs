using TelegramCrm.Benchmarks;
using TelegramCrm.Benchmarks.Assigning;
using TelegramCrm.Benchmarks.ChangedTickets;
using TelegramCrm.Benchmarks.Clocks;
using TelegramCrm.Benchmarks.Dashboard;
using TelegramCrm.Benchmarks.Intake;
using TelegramCrm.Benchmarks.Latency;
using TelegramCrm.Benchmarks.Publishing;
using TelegramCrm.Benchmarks.Pushing;
using TelegramCrm.Benchmarks.Reporting;

// Benchmarks of whole paths: each prints the floor, ours and the ratio, measured in turn in one run.
return args switch
{
    ["first-sync", .. var rest] => await FirstSync.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["memory", .. var sizes] => await Memory.RunAsync(sizes.Length == 0 ? [20_000, 100_000] : sizes.Select(int.Parse)),
    ["nothing-changed", .. var rest] => await NothingChanged.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["publish", .. var rest] => await PublishChanges.RunAsync(Arguments.Tickets(rest), Arguments.Changed(rest), Arguments.Rounds(rest)),
    ["changed-tickets", .. var rest] => await ChangedTicketsBenchmark.RunAsync(Arguments.Tickets(rest), Arguments.Changed(rest), Arguments.Rounds(rest)),
    ["assign-burst", .. var rest] => await AssignBurst.RunAsync(Arguments.Burst(rest)),
    ["latency", .. var rest] => await LatencyBenchmark.RunAsync(Arguments.Tickets(rest), Arguments.Rate(rest), Arguments.Seconds(rest)),
    ["dashboard", .. var rest] => await DashboardBenchmark.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["push", .. var rest] => await PushBenchmark.RunAsync(Arguments.Tickets(rest), Arguments.Changed(rest), Arguments.Rounds(rest)),
    ["reports", .. var rest] => ReportsBenchmark.Run(Arguments.Tickets(rest, 1_000_000), Arguments.Rounds(rest)),
    ["clocks", .. var rest] => ClocksBenchmark.Run(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    ["intake", .. var rest] => await IntakeBenchmark.RunAsync(Arguments.Tickets(rest, 100_000), Arguments.Deliveries(rest), Arguments.Senders(rest), Arguments.Rounds(rest)),
    // The parts run in processes of their own, so that neither warms the other up and memory is told apart.
    ["part", "sandbox", var tickets] => await Parts.ServeSandboxAsync(int.Parse(tickets)),
    ["part", "intake-floor", var deliveries, var group] => IntakeFloor.Run(int.Parse(deliveries), int.Parse(group)),
    ["part", "flood", var address, var secret, var run, var deliveries, var senders] =>
        Report(await new LoadGenerator(new Uri(address), secret, run).FloodAsync(int.Parse(deliveries), int.Parse(senders))),
    ["part", "trickle", var address, var secret, var run, var perSecond, var senders] =>
        Report(await new LoadGenerator(new Uri(address), secret, run).TrickleAsync(int.Parse(perSecond), int.Parse(senders), Task.Run(Console.In.ReadToEnd))),
    ["part", "floor", var address, var key, var token] => await Parts.RunFloorAsync(new Uri(address), key, token),
    ["part", "ours", var address, var key, var token] => await Parts.RunOursAsync(new Uri(address), key, token),
    ["part", "inbox", var folder] => await ServedInbox.RunAsync(folder),
    ["part", "watched", var folder, var rounds] => await WatchedWarehouse.RunAsync(folder, int.Parse(rounds)),
    ["part", "year", var folder, var tickets] => PublishParts.WriteYear(folder, int.Parse(tickets)),
    ["part", "reports-year", var folder, var tickets] => ReportsBenchmark.WriteYear(folder, int.Parse(tickets)),
    ["part", "reports", var folder] => ReportsBenchmark.Write(folder),
    ["part", "change", var folder, var count, var round] => PublishParts.Change(folder, int.Parse(count), int.Parse(round)),
    ["part", "merge", var folder] => PublishParts.Merge(folder),
    ["part", "publish", var folder] => await PublishParts.PublishAsync(folder),
    ["part", "history" or "full" or "merge" or "increment" or "refresh", var folder, var tickets, var changed] => RunPart(args[1], folder, int.Parse(tickets), int.Parse(changed)),
    _ => Arguments.Explain(),
};

static int Report(LoadResult result)
{
    Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(result));
    return 0;
}

static int RunPart(string part, string folder, int tickets, int changed)
{
    using var parts = new ChangedTicketsParts(folder, tickets, changed);
    Action run = part switch { "history" => parts.WriteHistory, "full" => parts.TransformAll, "merge" => parts.Merge, "refresh" => parts.RefreshSome, _ => parts.TransformChanged };
    run();
    return 0;
}
