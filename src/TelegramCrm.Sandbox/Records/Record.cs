namespace TelegramCrm.Sandbox.Records;

/// <summary>One version of a record: where its id and its JSON lie, and the time it is ordered by.</summary>
/// <param name="Ticks">UTC ticks of <c>updated_at</c>, <c>occurred_at</c>, <c>applied_at</c> or <c>created_at</c>.</param>
/// <param name="Id">The id's bytes.</param>
/// <param name="Json">The record's JSON, without a thread.</param>
internal readonly record struct Record(long Ticks, HeapSpan Id, HeapSpan Json);
