using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>Answers as an Odoo 19 was seen to, over JSON-2 and over /jsonrpc: failed loads with 200, errors of reading with 401, 403, 404, 422 and 500.</summary>
internal sealed class OdooDouble
{
    public const string SyncKey = "7d1f5b0c9a8e4d63b2f0c1e5a7d94b3826f10c5d";
    public const string ReaderKey = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
    public const string AdminKey = "ffeeddccbbaa99887766554433221100ffeeddcc";
    public const string Database = "odoo";

    private readonly WebApplication server;
    private readonly DoubleTables tables = new();
    private readonly Lock gate = new();

    private OdooDouble(WebApplication server)
    {
        this.server = server;
        server.MapPost("/json/2/{model}/{method}", AnswerJson2Async);
        server.MapPost("/jsonrpc", AnswerJsonRpcAsync);
    }

    public Uri Address => new(server.Urls.First());

    public static int Project => DoubleTables.Project;

    public static IReadOnlyList<int> Employees => DoubleTables.Employees;

    public static async Task<OdooDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var odoo = new OdooDouble(builder.Build());
        await odoo.server.StartAsync();
        return odoo;
    }

    private async Task AnswerJson2Async(HttpContext context, string model, string method)
    {
        var arguments = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var key = context.Request.Headers.Authorization.ToString().Replace("bearer ", "", StringComparison.Ordinal);
        try
        {
            await context.Response.WriteAsJsonAsync(Call(key, model, method, Take(arguments, "ids"), arguments));
        }
        catch (DoubleErrorException error)
        {
            context.Response.StatusCode = error.Status;
            await context.Response.WriteAsJsonAsync(new { name = error.Name, message = error.Message, arguments = new[] { error.Message }, context = new { }, debug = "Traceback (most recent call last): …" });
        }
    }

    private async Task AnswerJsonRpcAsync(HttpContext context)
    {
        var parameters = (await JsonNode.ParseAsync(context.Request.Body))!["params"]!;
        var args = parameters["args"]!.AsArray();
        object answer;
        try
        {
            answer = (string)parameters["service"]! == "common"
                ? new { jsonrpc = "2.0", id = 1, result = Users.TryGetValue((string)args[2]!, out var login) && login == (string)args[1]! ? (object)5 : false }
                : new { jsonrpc = "2.0", id = 1, result = Call((string)args[2]!, (string)args[3]!, (string)args[4]!, args[5]!.AsArray().FirstOrDefault(), args[6]!.AsObject()) };
        }
        catch (DoubleErrorException error)
        {
            var name = error.Status == 401 ? "odoo.exceptions.AccessDenied" : error.Name;
            answer = new { jsonrpc = "2.0", id = 1, error = new { code = 0, message = "Odoo Server Error", data = new { name, message = error.Status == 401 ? "Access Denied" : error.Message, debug = "…" } } };
        }
        await context.Response.WriteAsJsonAsync(answer);
    }

    private static readonly Dictionary<string, string> Users = new() { [SyncKey] = "sync", [ReaderKey] = "reader", [AdminKey] = "admin" };

    private JsonNode? Call(string key, string model, string method, JsonNode? ids, JsonObject arguments)
    {
        if (!Users.TryGetValue(key, out var user))
            throw new DoubleErrorException(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey");
        lock (gate)
        {
            var seesArchived = arguments["context"]?["active_test"] is JsonValue test && !test.GetValue<bool>();
            return method switch
            {
                "fields_get" => DoubleTables.FieldsGet(model),
                "check_access_rights" => !(user == "reader" && model is "res.partner" or "account.analytic.line"),
                "search_read" => tables.SearchRead(model, arguments["domain"]!.AsArray(), arguments["fields"]!.AsArray(), seesArchived, user),
                "check_object_reference" => tables.Reference($"{arguments["module"]}.{arguments["xml_id"]}", seesArchived),
                "load" => tables.Load(model, arguments["fields"]!.AsArray(), arguments["data"]!.AsArray(), user),
                "create" => new JsonArray([.. arguments["vals_list"]!.AsArray().Select(values => (JsonNode)tables.Create(model, values!.AsObject()))]),
                "write" => tables.Write(model, ids!.AsArray(), arguments["vals"]!.AsObject()),
                "unlink" => tables.Unlink(model, ids!.AsArray()),
                _ => throw new DoubleErrorException(404, "werkzeug.exceptions.NotFound", $"The method '{model}.{method}' does not exist"),
            };
        }
    }

    private static JsonNode? Take(JsonObject arguments, string name)
    {
        var value = arguments[name]?.DeepClone();
        arguments.Remove(name);
        return value;
    }
}

/// <summary>An error as Odoo names it.</summary>
internal sealed class DoubleErrorException(int status, string name, string message) : Exception(message)
{
    public int Status => status;

    public string Name => name;
}
