using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>What a run will take of one rate limit.</summary>
/// <param name="Category">Whose.</param>
/// <param name="Requests">Requests that can be foreseen; null when none of them can.</param>
/// <param name="IsWhole">Whether every stream of the category could be foreseen.</param>
/// <param name="Budget">What the API says of the limit.</param>
public sealed record PlannedQuota(EndpointCategory Category, long? Requests, bool IsWhole, BudgetStanding Budget)
{
    /// <summary>The share of one window's requests, 1 for all of them; null when the limit or the requests are not known.</summary>
    public double? Share => Requests is { } requests && Budget.Limit is > 0 and { } limit ? (double)requests / limit : null;

    /// <summary>Whether the run will have to wait for further windows; null when that is not known.</summary>
    public bool? Waits => Requests is { } requests && Budget.Remaining is { } remaining ? requests > remaining : null;
}
