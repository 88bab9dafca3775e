namespace TelegramCrm.Sandbox.Generation;

/// <summary>What can go wrong within a topic, told in one language so that question and answer fit each other.</summary>
/// <param name="Name">Its name; templates say which cases they solve.</param>
/// <param name="Subject">How the ticket is called.</param>
/// <param name="Opening">What the customer writes first.</param>
/// <param name="Solution">What solves it.</param>
/// <param name="Ask">What an agent asks back; null asks what is asked in any case.</param>
/// <param name="Detail">What the customer answers to that.</param>
internal sealed record SupportCase(string Name, string Subject, string Opening, string Solution, string? Ask = null, string? Detail = null);
