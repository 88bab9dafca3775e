using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Records of one model that ours refer to by a name.</summary>
internal sealed class References
{
    private readonly string model;
    private readonly ILookup<string, JsonElement> byName;
    private readonly Dictionary<int, JsonElement> byId;

    private References(string model, Func<JsonElement, string> nameOf, IReadOnlyCollection<JsonElement> found)
    {
        this.model = model;
        byName = found.ToLookup(nameOf);
        byId = found.ToDictionary(record => record.GetProperty("id").GetInt32());
    }

    /// <summary>Looks names up.</summary>
    public static async Task<References> FindAsync(TrytonRpc rpc, string model, string nameField, IEnumerable<string> names, JsonArray[] conditions, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        var path = nameField.Split('.');
        string[] fields = model == "project.work.status" ? [nameField, "progress"] : [nameField];
        foreach (var portion in Domain.Portions(names))
            found.AddRange(await rpc.SearchAsync(model, Domain.All([Domain.Is(nameField, "in", Domain.List(portion)), .. conditions.Select(condition => (JsonArray)condition.DeepClone())]), fields, cancellationToken));
        // A field of another record comes inside that record, under its own name and a dot.
        return new References(model, record => path is [var outer, var inner] ? record.GetProperty($"{outer}.").GetProperty(inner).GetString()! : record.GetProperty(nameField).GetString()!, found);
    }

    /// <summary>The record with an id.</summary>
    public JsonElement Of(int id) => byId[id];

    /// <summary>Whether there is a record of a name.</summary>
    public bool Has(string name) => byName.Contains(name);

    /// <summary>The id behind a name; null for no name.</summary>
    /// <exception cref="RecordRefusedException">No record, or more than one, has the name.</exception>
    public int? Find(PushRecord record, string field, string? name, string remedy)
    {
        if (name is null)
            return null;
        var found = byName[name].ToList();
        return found.Count == 1
            ? found[0].GetProperty("id").GetInt32()
            : throw new RecordRefusedException(record.Key, $"Tryton has {(found.Count == 0 ? "no" : found.Count)} {model} called {name}", found.Count == 0 ? remedy : "give each a name of its own in Tryton") { Field = field };
    }
}
