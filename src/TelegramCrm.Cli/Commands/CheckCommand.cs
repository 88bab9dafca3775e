using System.CommandLine;
using NodaTime;

namespace TelegramCrm.Cli.Commands;

/// <summary>Validates the configuration, then asks the outside world for proof that it works.</summary>
internal sealed class CheckCommand : TgcrmCommand
{
    private readonly Func<CommandContext, IEnumerable<Proof>> proofs;

    /// <summary>Describes the command.</summary>
    /// <param name="proofs">What is asked once the configuration is valid.</param>
    public CheckCommand(Func<CommandContext, IEnumerable<Proof>> proofs)
        : base("check", "Validate the configuration, warn of what is odd in it, then prove that the credentials work; exit 3 when something is wrong") => this.proofs = proofs;

    /// <inheritdoc/>
    public override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.LoadConfiguration();
        List<Result> results = file.Problems.Count == 0
            ? [new("configuration", true, file.Path)]
            : [.. file.Problems.Select(problem => new Result("configuration", false, problem.ToString()))];
        foreach (var result in results) context.Output.Verdict(result.IsWell, result.Name, result.Detail);
        var suspicions = file.Suspicions(Instant.FromDateTimeOffset(context.Time.GetUtcNow()));
        foreach (var suspicion in suspicions) context.Output.Warning("configuration", suspicion.ToString());
        foreach (var proof in file.Problems.Count == 0 ? proofs(context) : [])
        {
            var result = await RunAsync(proof, cancellationToken);
            context.Output.Verdict(result.IsWell, result.Name, result.Detail);
            results.Add(result);
        }

        var isWell = results.TrueForAll(result => result.IsWell);
        context.Output.Document(new
        {
            ok = isWell,
            checks = results.Select(result => new { result.Name, ok = result.IsWell, result.Detail }),
            warnings = suspicions.Select(suspicion => new { suspicion.File, suspicion.Line, suspicion.Path, suspicion.What, suspicion.Remedy }),
        });
        return isWell ? ExitCode.Done : ExitCode.Configuration;
    }

    private static async Task<Result> RunAsync(Proof proof, CancellationToken cancellationToken)
    {
        try
        {
            return new(proof.Name, true, await proof.RunAsync(cancellationToken));
        }
#pragma warning disable CA1031 // Whatever a target answers, the next one is still asked.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(proof.Name, false, string.Join(" ", Failure.Of(failure, cancellationToken).Messages));
        }
    }

    private sealed record Result(string Name, bool IsWell, string Detail);
}
