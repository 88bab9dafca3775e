using System.IO.Compression;
using System.Net;

namespace TelegramCrm.Sandbox.Tests;

public sealed class BrokenAnswerTests
{
    [Fact]
    public async Task Gzip_that_breaks_arrives_in_full_and_never_unpacks_to_the_answer()
    {
        await using var crm = await Crm.StartAsync();
        var whole = await crm.Http.GetByteArrayAsync("queues");
        crm.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        crm.Server.Faults = new SandboxFaults { BrokenGzip = 1 };
        for (var number = 0; number < 40; number++)
        {
            using var response = await crm.Http.GetAsync("queues");
            Assert.Equal((HttpStatusCode.OK, "gzip"), (response.StatusCode, response.Content.Headers.ContentEncoding.Single()));
            Assert.NotEqual(whole, Unpack(await response.Content.ReadAsByteArrayAsync()));
        }
    }

    [Fact]
    public async Task A_client_that_takes_no_gzip_is_spared_it()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 1, Faults = new SandboxFaults { BrokenGzip = 1 } });
        Assert.NotEmpty((await crm.GetAsync("queues"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_slow_answer_is_whole_when_its_time_has_passed_and_not_before()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 1, Faults = new SandboxFaults { SlowAnswers = 1, SlowBy = TimeSpan.FromSeconds(10) } });
        var answer = crm.GetAsync("queues");
        while (!answer.IsCompleted)
        {
            crm.Time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Yield();
        }
        Assert.NotEmpty((await answer)["data"]!.AsArray());
        Assert.InRange(crm.Time.GetUtcNow(), Crm.Noon.AddSeconds(9), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task A_forgotten_cursor_is_refused_as_an_unknown_one_is()
    {
        await using var crm = await Crm.StartAsync();
        var first = await crm.GetAsync("tickets?limit=5");
        crm.Server.Faults = new SandboxFaults { ForgottenCursors = 1 };
        Assert.Equal(5, (await crm.GetAsync("tickets?limit=5"))["data"]!.AsArray().Count);
        using var refused = await crm.Http.GetAsync($"tickets?limit=5&cursor={first["next_cursor"]}");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_cursor"), (refused.StatusCode, (string?)(await Crm.ErrorOf(refused))["code"]));
    }

    [Fact]
    public async Task Every_fault_that_fell_is_counted_under_its_name()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 40, Faults = new SandboxFaults { ServerErrors = 1 } });
        using (await crm.Http.GetAsync("queues")) crm.Server.Faults = new SandboxFaults { LostCursors = 1 };
        await crm.GetAsync("tickets?limit=5");
        crm.Server.Faults = new SandboxFaults { Ties = 1, LateCommits = 1 };
        crm.Server.Advance(TimeSpan.Zero, 3);
        Assert.Equal(new Dictionary<string, long> { ["5xx"] = 1, ["late"] = 3, ["lost cursor"] = 1 }, crm.Server.FaultsMet.Where(fault => fault.Key != "tie").OrderBy(fault => fault.Key, StringComparer.Ordinal));
        Assert.InRange(crm.Server.FaultsMet["tie"], 1, 2); // the first has none before it
    }

    [Fact]
    public async Task A_seed_mixes_the_same_faults_every_time_and_changes_nothing_that_the_server_holds()
    {
        Assert.Equal(SandboxFaults.Mixed(3), SandboxFaults.Mixed(3));
        Assert.NotEqual(SandboxFaults.Mixed(3), SandboxFaults.Mixed(4) with { Seed = 3 });
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 60 });
        var before = crm.Server.Truth.Records("tickets").ToList();
        crm.Server.Faults = SandboxFaults.Mixed(3) with { SlowBy = TimeSpan.Zero };
        for (var number = 0; number < 200; number++) await AskAsync(crm);
        Assert.Superset(new HashSet<string> { "5xx", "reset", "truncated", "html", "lost cursor" }, crm.Server.FaultsMet.Keys.ToHashSet());
        Assert.Equal(before, crm.Server.Truth.Records("tickets"));
    }

    private static async Task AskAsync(Crm crm)
    {
        try
        {
            using var answer = await crm.Http.GetAsync("tickets?limit=5");
        }
        catch (HttpRequestException)
        {
            // cut
        }
    }

    private static byte[]? Unpack(byte[] packed)
    {
        using var whole = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            gzip.CopyTo(whole);
            return whole.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
