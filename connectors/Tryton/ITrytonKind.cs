using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>A kind of record: which model it is, which of its fields carries our key, and what our fields are called there.</summary>
internal interface ITrytonKind
{
    /// <summary>What the engine knows of it.</summary>
    ReceivedEntity Receives { get; }

    /// <summary>As <c>party.party</c>.</summary>
    string Model { get; }

    /// <summary>Tryton's name of each of our fields.</summary>
    IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>The field that carries our key, and others that are needed to read records.</summary>
    IReadOnlyList<string> Marks { get; }

    /// <summary>Whether Tryton can switch such a record off instead of deleting it.</summary>
    bool CanBeSwitchedOff { get; }

    /// <summary>The records of some keys, and perhaps a few more.</summary>
    JsonArray Among(IEnumerable<string> keys);

    /// <summary>Whether a record that was read carries a key.</summary>
    bool Carries(JsonElement present, string key);

    /// <summary>Looks up what some records refer to.</summary>
    Task<ITrytonValues> ResolveAsync(IReadOnlyList<PushRecord> records, TrytonRpc rpc, CancellationToken cancellationToken);
}

/// <summary>Turns our records into Tryton's values.</summary>
internal interface ITrytonValues
{
    /// <summary>What is written of a record: the mapped fields and the mark.</summary>
    /// <exception cref="RecordRefusedException">It refers to something that Tryton doesn't have, or has a value that means nothing there.</exception>
    JsonObject Of(PushRecord record);

    /// <summary>What is written besides when the record is made.</summary>
    JsonObject OnCreation(PushRecord record);
}
