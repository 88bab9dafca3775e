using System.Globalization;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>What a request asks of a list; a parameter that cannot be understood is refused by name.</summary>
internal sealed class ListQuery
{
    private readonly IQueryCollection parameters;

    /// <summary>Reads what all lists share.</summary>
    /// <param name="context">The request.</param>
    /// <param name="since">The name of the inclusive lower bound; null when the list has none.</param>
    /// <param name="until">The name of the exclusive upper bound; null when the list has none.</param>
    public ListQuery(HttpContext context, string? since = null, string? until = null)
    {
        parameters = context.Request.Query;
        Since = since is null ? null : Time(since);
        Until = until is null ? null : Time(until);
        Limit = ReadLimit();
        Cursor = Text("cursor");
        var filters = parameters.Where(parameter => parameter.Key is not ("cursor" or "limit")).OrderBy(parameter => parameter.Key, StringComparer.Ordinal);
        Filters = $"{context.Request.Path}?{string.Join('&', filters.Select(parameter => $"{parameter.Key}={parameter.Value}"))}";
    }

    public DateTimeOffset? Since { get; }

    public DateTimeOffset? Until { get; }

    public int Limit { get; }

    public string? Cursor { get; }

    /// <summary>What a cursor is bound to.</summary>
    public string Filters { get; }

    public string? Text(string name) => parameters.TryGetValue(name, out var value) && value.Count > 0 && value[^1]!.Length > 0 ? value[^1] : null;

    public string[]? Words(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public DateTimeOffset? Time(string name) => Text(name) switch
    {
        null => null,
        var text when Rfc3339.TryParse(text, out var at) => at,
        _ => throw RefusalException.BadParameter(name, "must be an RFC 3339 timestamp with an offset; write + as %2B"),
    };

    private int ReadLimit() => Text("limit") switch
    {
        null => 100,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 500 => limit,
        _ => throw RefusalException.BadParameter("limit", "must be a whole number from 1 to 500"),
    };
}
