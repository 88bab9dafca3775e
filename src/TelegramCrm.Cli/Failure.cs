using System.Net;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Publish;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli;

/// <summary>What a failure means to the user.</summary>
/// <param name="ExitCode">What the program says to whoever started it.</param>
/// <param name="Messages">Where, what and remedy, a sentence for each thing that is wrong.</param>
internal sealed record Failure(ExitCode ExitCode, IReadOnlyList<string> Messages)
{
    /// <summary>The rooms' own failures already say where, what and remedy; what nobody foresaw is named as that.</summary>
    public static Failure Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        InvalidConfigurationException invalid => new(ExitCode.Configuration, [.. invalid.Problems.Select(problem => problem.ToString())]),
        CrmException { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new(ExitCode.Configuration, [exception.Message]),
        InvalidConnectorException => new(ExitCode.Configuration, [exception.Message]),
        StateUnavailableException => new(ExitCode.Configuration, [exception.Message]),
        SnapshotQueryException => new(ExitCode.WrongUsage, [exception.Message]),
        RefusedException or UnknownQueueException => new(ExitCode.WrongUsage, [exception.Message]),
        CrmException or FolderOwnedException or MigrationException or SqlFileException or StateSchemaException
            or PublicationException or NothingPublishedException or NoMartsException or InvalidDataException => new(ExitCode.Unexpected, [exception.Message]),
        OperationCanceledException when cancellationToken.IsCancellationRequested => new(ExitCode.Unexpected, ["stopped before the end, as asked for"]),
        IOException or UnauthorizedAccessException => new(ExitCode.Unexpected, [exception.Message]),
        _ => new(ExitCode.Unexpected, [$"unexpected: {exception.GetType().Name}: {exception.Message}; --verbose shows where it came from"]),
    };
}
