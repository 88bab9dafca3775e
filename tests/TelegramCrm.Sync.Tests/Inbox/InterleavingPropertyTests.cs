using CsCheck;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>Polling and webhooks bring the same records, in any order: whatever the interleaving, the tables are those of a fresh reading.</summary>
public sealed class InterleavingPropertyTests
{
    /// <param name="Kind">0 to 3 the CRM goes on, 4 a poll, 5 to 8 a delivery, 9 the inbox is applied.</param>
    /// <param name="Which">Which delivery, how many changes, how much time.</param>
    /// <param name="IsKept">Whether a delivery stays with the sender, and so may come again.</param>
    private readonly record struct Move(int Kind, int Which, bool IsKept);

    /// <param name="Seed">Of the CRM's records and work.</param>
    /// <param name="HasTies">Whether changes share their instants.</param>
    /// <param name="LosesRest">Whether what was not delivered on the way never comes; else it comes last, the youngest first.</param>
    /// <param name="Moves">What happens.</param>
    private sealed record Story(int Seed, bool HasTies, bool LosesRest, Move[] Moves);

    private static readonly Gen<Story> AnyStory = Gen.Select(
        Gen.Int[1, 9999], Gen.Bool, Gen.Bool, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 40], Gen.Bool, (kind, which, isKept) => new Move(kind, which, isKept)).Array[1, 25],
        (seed, hasTies, losesRest, moves) => new Story(seed, hasTies, losesRest, moves));

    [Fact]
    public async Task Polling_and_webhooks_in_any_interleaving_leave_the_tables_of_a_fresh_reading()
    {
        await using var ways = await TwoWays.OpenAsync();
        await AnyStory.SampleAsync(async story =>
        {
            await PlayAsync(ways, story);
            Assert.Empty(await ways.DifferencesAsync());
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task And_the_marts_of_a_fresh_reading()
    {
        await using var ways = await TwoWays.OpenAsync();
        await AnyStory.SampleAsync(async story =>
        {
            await PlayAsync(ways, story);
            Assert.Empty(await ways.DifferencesAsync());
            Assert.Empty(ways.MartDifferences());
        }, iter: 3, threads: 1);
    }

    private static async Task PlayAsync(TwoWays ways, Story story)
    {
        await ways.BeginAsync(story.Seed, story.HasTies);
        foreach (var move in story.Moves)
            await MakeAsync(ways, move);
        foreach (var bodies in story.LosesRest ? [] : ways.Sent.AsEnumerable().Reverse().Chunk(8)) // the older versions are applied after the newer ones
        {
            foreach (var body in bodies)
                await ways.DeliverAsync(body);
            await ways.DrainAsync();
        }
        await ways.RestAsync();
    }

    private static async Task MakeAsync(TwoWays ways, Move move)
    {
        switch (move.Kind)
        {
            case <= 3:
                await ways.ChangeAsync(changes: 1 + (move.Which % 6), seconds: move.Which * 3);
                break;
            case 4:
                await ways.PollAsync();
                break;
            case 9:
                await ways.DrainAsync();
                break;
            case var _ when ways.Sent.Count > 0:
                var index = move.Which % ways.Sent.Count;
                await ways.DeliverAsync(ways.Sent[index]);
                if (!move.IsKept)
                    ways.Sent.RemoveAt(index);
                break;
        }
    }
}
