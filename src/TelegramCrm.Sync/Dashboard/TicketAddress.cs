namespace TelegramCrm.Sync.Dashboard;

/// <summary>Where the CRM shows a ticket to its agents.</summary>
/// <param name="Pattern">An address with <c>{id}</c> or <c>{number}</c> in it; null when nobody said.</param>
internal sealed record TicketAddress(string? Pattern)
{
    /// <summary>A ticket's address; null when nobody said.</summary>
    public string? Of(string id, string? number) => Pattern?
        .Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal)
        .Replace("{number}", Uri.EscapeDataString(number ?? ""), StringComparison.Ordinal);
}
