using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using TelegramCrm.Connectors.Tests.Systems;
using TelegramCrm.Connectors.Tryton;

namespace TelegramCrm.Connectors.Tests.Tryton;

/// <summary>A real Tryton, and its administrator: another user than the connector's, and requests of the test's own.</summary>
/// <remarks>It starts with the first use, so that where there is none a test is skipped and not its fixture broken. All tests share it, each under keys of its own.</remarks>
internal static class RealTryton
{
    /// <summary>The project that tests put their tasks into.</summary>
    public const string Project = "Support";

    private static readonly HttpClient Http = new();
    private static readonly Lazy<RealSystem> Running = new(Start);
    private static readonly Lazy<string> Session = new(LogIn);
    private static int corners;

    public static int[] Employees => [.. Running.Value["EMPLOYEE_IDS"].Split(',').Select(int.Parse)];

    /// <summary>The first letters of keys that no other test has.</summary>
    public static string NextPrefix() => $"k{Interlocked.Increment(ref corners)}-";

    /// <summary>Settings in which agents ann and bob are the two employees.</summary>
    /// <param name="entities">What is written.</param>
    public static TrytonSettings Settings(params string[] entities) => Settings("", entities);

    /// <summary>The settings of a user who is in no group, and who is the second employee.</summary>
    public static TrytonSettings LimitedSettings(params string[] entities) => Settings("LIMITED_", entities);

    /// <summary>Settings with a password that is none. Tryton makes those wait who fail often, so the login is none either.</summary>
    public static TrytonSettings StrangersSettings(string password, params string[] entities) => Settings("", entities) with { User = "stranger", Password = password };

    /// <summary>The id of the tests' project, which is made at need.</summary>
    public static int HasProject()
    {
        lock (Http)
            return Search("project.work", [Is("type", "project"), Is("name", Project)], "name").Select(project => (int?)project.GetProperty("id").GetInt32()).FirstOrDefault()
                ?? Create("project.work", new { name = Project, type = "project", company = 1 });
    }

    /// <summary>Calls a method of a model as the administrator.</summary>
    public static JsonElement Call(string method, params object?[] parameters) => Ask($"model.{method}", [.. parameters, new { company = 1 }], Session.Value);

    /// <summary>A condition of a domain.</summary>
    public static object[] Is(string field, object value, string relation = "=") => [field, relation, value];

    /// <summary>Those that are switched off, too.</summary>
    public static object[] AnyState { get; } = Is("active", new[] { true, false }, "in");

    /// <summary>Records of a model that fit a domain, inactive ones only if it says so.</summary>
    public static IReadOnlyList<JsonElement> Search(string model, object[][] domain, params string[] fields) => [.. Call($"{model}.search_read", domain, 0, null, null, fields).EnumerateArray()];

    public static int Create(string model, object values) => Call($"{model}.create", (object)new[] { values })[0].GetInt32();

    public static void Write(string model, int id, object values) => Call($"{model}.write", new[] { id }, values);

    public static void Delete(string model, int id) => Call($"{model}.delete", (object)new[] { id });

    /// <summary>Lets a record be a day old: over SQLite, Tryton tells versions apart by whole seconds.</summary>
    public static void Age(string table, int id)
    {
        using var connection = new SqliteConnection($"Data Source={Running.Value["DATABASE_FILE"]};Default Timeout=30");
        connection.Execute($"update {table} set create_date = datetime(create_date, '-1 day'), write_date = datetime(write_date, '-1 day') where id = @id", new { id });
    }

    public static object Day(int year, int month, int day) => new { __class__ = "date", year, month, day };

    private static TrytonSettings Settings(string user, string[] entities) =>
        new(new Uri(Running.Value["BASE_URL"]), Running.Value[$"{user}USER"], Running.Value[$"{user}PASSWORD"], int.Parse(Running.Value["COMPANY_ID"], null))
        {
            Entities = entities is [] ? TrytonConnector.Entities : entities,
            Employees = new Dictionary<string, string> { ["ann"] = "EMPLOYEE-1", ["bob"] = "EMPLOYEE-2" },
        };

    private static string LogIn()
    {
        var login = Ask("common.db.login", [Running.Value["ADMIN_USER"], new { password = Running.Value["ADMIN_PASSWORD"] }, "en"], session: null);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Running.Value["ADMIN_USER"]}:{login[0]}:{login[1]}"));
    }

    private static JsonElement Ask(string method, object?[] parameters, string? session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Running.Value["BASE_URL"])
        {
            Content = new StringContent(JsonSerializer.Serialize(new { id = 1, method, @params = parameters }), Encoding.UTF8, "application/json"),
        };
        if (session is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Session", session);
        using var answer = Http.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var result = JsonElement.Parse(reader.ReadToEnd());
        return result.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{method}: {error}") : result.GetProperty("result");
    }

    private static RealSystem Start() => RealSystem.Start("tryton");
}
