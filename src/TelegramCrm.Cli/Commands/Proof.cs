namespace TelegramCrm.Cli.Commands;

/// <summary>Something that <c>check</c> asks of the outside world.</summary>
/// <param name="Name">What is asked, such as <c>source</c> or <c>connector erp</c>.</param>
/// <param name="RunAsync">Answers in a few words who we are there; throws when the credentials or the address don't work. Writes nothing.</param>
internal sealed record Proof(string Name, Func<CancellationToken, Task<string>> RunAsync);
