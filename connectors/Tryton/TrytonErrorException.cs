namespace TelegramCrm.Connectors.Tryton;

/// <summary>What a Tryton answers instead of a result. The call was rolled back.</summary>
/// <param name="kind">As Tryton names it: <c>UserError</c>, <c>UserWarning</c>, <c>ConcurrencyException</c>, or <c>""</c> for a mistake of the program.</param>
/// <param name="message">Its own words, without the traceback.</param>
internal sealed class TrytonErrorException(string kind, string message) : Exception(message)
{
    /// <summary>Whether what was sent is to blame. Only the text tells a missing right from a bad value.</summary>
    public bool IsRefusal => kind is "UserError" or "UserWarning";

    /// <summary>Whether somebody wrote the record after we had read it.</summary>
    public bool IsStale => kind == "ConcurrencyException";

    /// <summary>Whether somebody made a record of the same key after we had looked for it. Errors are asked for in English.</summary>
    public bool IsDuplicate => kind == "UserError" && Message.Contains("must be unique", StringComparison.Ordinal);

    /// <summary>What to do about it.</summary>
    public string Remedy => kind == "UserWarning"
        ? "Tryton asks a person to confirm this: confirm it there, or change what the model in sql/push/tryton sends"
        : Message.StartsWith("You are not allowed", StringComparison.Ordinal)
            ? "give the connector's user this right in Tryton"
            : "change the record in Tryton or in the CRM, or the model in sql/push/tryton";
}
