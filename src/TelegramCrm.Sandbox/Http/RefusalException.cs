namespace TelegramCrm.Sandbox.Http;

/// <summary>A request that the API refuses, in the shape that the contract gives errors.</summary>
internal sealed class RefusalException(int status, string code, string message, string? field = null, string? existingId = null)
    : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public string? Field { get; } = field;

    public string? ExistingId => existingId;

    public static RefusalException BadParameter(string name, string message) => new(400, "invalid_parameter", $"{name} {message}", name);

    public static RefusalException NotFound(string what, string id) => new(404, "not_found", $"there is no {what} {id}");

    public static RefusalException Invalid(string field, string message) => new(422, "invalid_value", $"{field} {message}", field);
}
