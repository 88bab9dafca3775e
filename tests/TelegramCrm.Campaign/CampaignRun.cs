namespace TelegramCrm.Campaign;

/// <summary>Plays round after round, and prints a line for each and the sums at the end.</summary>
/// <param name="output">Takes the table.</param>
/// <param name="time">What --minutes is measured by.</param>
internal sealed class CampaignRun(TextWriter output, TimeProvider time)
{
    /// <summary>Plays the rounds.</summary>
    /// <param name="firstSeed">Of the first round; each further one has the next.</param>
    /// <param name="rounds">At most so many.</param>
    /// <param name="limit">No round begins later than this.</param>
    /// <param name="folder">Records to serve; null makes some up.</param>
    /// <param name="cancellationToken">Ends it between rounds.</param>
    /// <returns>Whether every round ended in the truth.</returns>
    public async Task<bool> RunAsync(int firstSeed, int rounds, TimeSpan limit, string? folder, CancellationToken cancellationToken)
    {
        var table = new OutcomeTable(output);
        table.Begin();
        var began = time.GetTimestamp();
        for (var round = 0; round < rounds && time.GetElapsedTime(began) < limit && !cancellationToken.IsCancellationRequested; round++)
            table.Add(await PlayAsync(firstSeed + round, folder));
        table.End(time.GetElapsedTime(began));
        return table.Differences == 0;
    }

    private async Task<RoundOutcome> PlayAsync(int seed, string? folder)
    {
        var began = time.GetTimestamp();
        await using var round = await Round.PrepareAsync(seed, folder, time);
        var outcome = await round.PlayAsync();
        return outcome with { Took = time.GetElapsedTime(began) };
    }
}
