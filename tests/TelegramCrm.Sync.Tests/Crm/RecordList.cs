using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>A list of records in ascending (version, id), paged by keyset as the contract says, with faults that a test can plant.</summary>
public sealed class RecordList
{
    private readonly SortedDictionary<(Instant VersionAt, string Id), string> records = [];

    public Instant ServerNow { get; set; } = Instant.FromUtc(2026, 3, 1, 12, 0);

    /// <summary>Says 'no more' after so many pages, whatever is left.</summary>
    public int PagesBeforeFalseEnd { get; set; } = int.MaxValue;

    /// <summary>Answers 400 to any cursor.</summary>
    public bool ForgetsCursors { get; set; }

    /// <summary>Gives the same cursor with every page.</summary>
    public bool RepeatsCursor { get; set; }

    /// <summary>Gives the first page whatever the cursor, each time with another cursor.</summary>
    public bool RepeatsPage { get; set; }

    /// <summary>Fails with 500 from this page on, counted from 1.</summary>
    public int FailsFromPage { get; set; } = int.MaxValue;

    /// <summary>Said before each page is looked up, with its number from 1: what changes between pages.</summary>
    public Action<int> OnPage { get; set; } = _ => { };

    /// <summary>Says 'no more' after these pages, whatever is left.</summary>
    public Func<int, bool> EndsFalsely { get; set; } = _ => false;

    /// <summary>The most records a page, whatever is asked for.</summary>
    public int MostRecords { get; set; } = int.MaxValue;

    /// <summary>What the list holds, by id.</summary>
    public IReadOnlyDictionary<string, Instant> Versions => records.Keys.ToDictionary(key => key.Id, key => key.VersionAt);

    private int pages;

    public RecordList With(string id, Instant versionAt, string json)
    {
        Without(id).records[(versionAt, id)] = json;
        return this;
    }

    public RecordList Without(string id)
    {
        foreach (var key in records.Keys.Where(key => key.Id == id).ToList())
            records.Remove(key);
        return this;
    }

    public Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Split('/') is [.., "tickets", var id])
            return AnswerRecordAsync(context, id);
        if (++pages >= FailsFromPage)
            return RefuseAsync(context, 500);
        OnPage(pages);
        var query = context.Request.Query;
        var limit = Math.Min(MostRecords, int.Parse(query["limit"].Single()!));
        var cursor = query["cursor"].SingleOrDefault();
        if (cursor is not null && ForgetsCursors)
            return RefuseAsync(context, 400);
        var since = (query["updated_since"].SingleOrDefault() ?? query["since"].SingleOrDefault()) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : Instant.MinValue;
        var until = (query["updated_until"].SingleOrDefault() ?? query["until"].SingleOrDefault()) is { } end ? InstantPattern.ExtendedIso.Parse(end).Value : Instant.MaxValue;
        var left = records.Where(pair => pair.Key.VersionAt >= since && pair.Key.VersionAt < until && (RepeatsPage || IsAfter(pair.Key, cursor))).ToList();
        var page = left.Take(limit).ToList();
        var hasMore = left.Count > page.Count && pages < PagesBeforeFalseEnd && !EndsFalsely(pages);
        var next = hasMore ? JsonSerializer.Serialize(RepeatsCursor ? "2000-01-01T00:00:00Z|" : $"{InstantPattern.ExtendedIso.Format(page[^1].Key.VersionAt)}|{page[^1].Key.Id}{(RepeatsPage ? $"{pages}" : "")}") : "null";
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""
            {"data":[{{string.Join(',', page.Select(pair => pair.Value))}}],"next_cursor":{{next}},"has_more":{{(hasMore ? "true" : "false")}},"server_time":"{{InstantPattern.ExtendedIso.Format(ServerNow)}}"}
            """);
    }

    private Task AnswerRecordAsync(HttpContext context, string id)
    {
        var found = records.Where(pair => pair.Key.Id == id).Select(pair => pair.Value).FirstOrDefault();
        context.Response.ContentType = "application/json";
        return found is null ? RefuseAsync(context, 404) : context.Response.WriteAsync(found);
    }

    private static bool IsAfter((Instant VersionAt, string Id) key, string? cursor)
    {
        if (cursor?.Split('|') is not [var at, var id])
            return true;
        var from = InstantPattern.ExtendedIso.Parse(at).Value;
        return key.VersionAt > from || (key.VersionAt == from && string.CompareOrdinal(key.Id, id) > 0);
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"error":{"code":"x","message":"refused by the test","request_id":"req-1"}}""");
    }
}
