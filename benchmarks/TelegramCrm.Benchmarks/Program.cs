using TelegramCrm.Benchmarks;

// Benchmarks of whole paths: each prints the floor, ours and the ratio, measured in turn in one run.
return args switch
{
    ["first-sync", .. var rest] => await FirstSync.RunAsync(Arguments.Tickets(rest), Arguments.Rounds(rest)),
    // The parts run in processes of their own, so that neither warms the other up and memory is told apart.
    ["part", "sandbox", var tickets] => await Parts.ServeSandboxAsync(int.Parse(tickets)),
    ["part", "floor", var address, var key, var token] => await Parts.RunFloorAsync(new Uri(address), key, token),
    ["part", "ours", var address, var key, var token] => await Parts.RunOursAsync(new Uri(address), key, token),
    _ => Arguments.Explain(),
};
