using System.Data.Common;

namespace TelegramCrm.Sync.State;

/// <summary>What differs between the databases that the state may stand in. Every other statement runs on all of them as it is.</summary>
public interface IStateEngine
{
    /// <summary>Where the state stands, for messages: never with a password.</summary>
    string Place { get; }

    /// <summary>An open connection; a transaction that it commits is on the disk.</summary>
    /// <exception cref="StateUnavailableException">The database can't be reached.</exception>
    DbConnection Connect();

    /// <summary>Makes what the tables will stand in, and keeps other processes from making it at the same time until the transaction ends.</summary>
    /// <param name="connection">One of <see cref="Connect"/>.</param>
    /// <param name="transaction">Open on it.</param>
    void Prepare(DbConnection connection, DbTransaction transaction);
}
