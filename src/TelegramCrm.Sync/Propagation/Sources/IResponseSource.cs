namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>A repository of approved responses: the source of truth.</summary>
public interface IResponseSource
{
    /// <summary>What it is, for people; no secret.</summary>
    string Description { get; }

    /// <summary>Reads all of it. A document that can't be sent is told of and does not keep the others.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SourceUnreadableException">It can't be read to its end, so nobody knows what it holds.</exception>
    Task<SourceReading> ReadAsync(CancellationToken cancellationToken);
}
