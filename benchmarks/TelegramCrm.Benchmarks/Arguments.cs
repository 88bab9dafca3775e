namespace TelegramCrm.Benchmarks;

/// <summary>The little command line of the benchmarks.</summary>
internal static class Arguments
{
    /// <summary>The value after <c>--tickets</c>.</summary>
    public static int Tickets(string[] rest, int otherwise = 20_000) => Value(rest, "--tickets", otherwise);

    /// <summary>The value after <c>--deliveries</c>; 20,000 without it.</summary>
    public static int Deliveries(string[] rest) => Value(rest, "--deliveries", 20_000);

    /// <summary>The value after <c>--senders</c>; 64 without it.</summary>
    public static int Senders(string[] rest) => Value(rest, "--senders", 64);

    /// <summary>The value after <c>--tickets</c>; 5,000 without it.</summary>
    public static int Burst(string[] rest) => Value(rest, "--tickets", 5_000);

    /// <summary>The value after <c>--changed</c>; 10,000 without it.</summary>
    public static int Changed(string[] rest) => Value(rest, "--changed", 10_000);

    /// <summary>The value after <c>--rounds</c>; 3 without it.</summary>
    public static int Rounds(string[] rest) => Value(rest, "--rounds", 3);

    /// <summary>The value after <c>--rate</c>, a second; 50 without it.</summary>
    public static int Rate(string[] rest) => Value(rest, "--rate", 50);

    /// <summary>The value after <c>--seconds</c>; 60 without it.</summary>
    public static int Seconds(string[] rest) => Value(rest, "--seconds", 60);

    /// <summary>Says what there is.</summary>
    public static int Explain()
    {
        Console.Error.WriteLine("first-sync [--tickets N] [--rounds N]   first full sync over HTTP, against curl to disk and DuckDB's read_json");
        Console.Error.WriteLine("memory [N]…   peak memory of first syncs of N tickets each");
        Console.Error.WriteLine("nothing-changed [--tickets N] [--rounds N]   requests and rows of a sync that finds nothing new");
        Console.Error.WriteLine("publish [--tickets N] [--changed M] [--rounds N]   publishing after M of N tickets changed, against a bare MERGE of the same rows");
        Console.Error.WriteLine("changed-tickets [--tickets N] [--changed M] [--rounds N]   from M changed tickets of N to marts, against DuckDB's MERGE of the same rows");
        Console.Error.WriteLine("latency [--tickets N] [--rate R] [--seconds S]   from the answer to a webhook to the figures of its ticket, at R events a second over N tickets");
        Console.Error.WriteLine("dashboard [--tickets N] [--rounds N]   loads and their figures over N tickets while ten watch the dashboard, against the same with nobody watching");
        Console.Error.WriteLine("push [--tickets N] [--changed M] [--rounds N]   pushes of N tickets: all new, none changed, M changed");
        Console.Error.WriteLine("reports [--tickets N] [--rounds N]   all reports over N tickets and twice as many template usages");
        Console.Error.WriteLine("clocks [--tickets N] [--rounds N]   the clocks of N typed tickets in twenty calendars, against a table of the same stays' date_diff");
        Console.Error.WriteLine("assign-burst [--tickets N]   N tickets at once placed within the CRM's rate limit, beside what the limit itself costs");
        Console.Error.WriteLine("intake [--tickets N] [--deliveries N] [--senders N] [--rounds N]   webhooks taken in, against SQLite alone; and answers during a first sync of N tickets");
        return 2;
    }

    private static int Value(string[] rest, string name, int otherwise) =>
        Array.IndexOf(rest, name) is >= 0 and var at && at + 1 < rest.Length ? int.Parse(rest[at + 1]) : otherwise;
}
