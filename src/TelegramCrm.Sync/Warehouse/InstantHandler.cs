using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>Carries <see cref="Instant"/> into and out of TIMESTAMPTZ; DuckDB's provider hands UTC back without saying so.</summary>
public sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
{
    /// <inheritdoc/>
    public override void SetValue(IDbDataParameter parameter, Instant value) => parameter.Value = value.ToDateTimeOffset();

    /// <inheritdoc/>
    public override Instant Parse(object value) => value switch
    {
        DateTime utc => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        DateTimeOffset instant => Instant.FromDateTimeOffset(instant),
        _ => throw new DataException($"a TIMESTAMPTZ was read as {value.GetType().Name}"),
    };

#pragma warning disable CA2255 // Dapper's handlers are global: whoever uses this assembly needs them before the first query.
    [ModuleInitializer]
    internal static void Register() => SqlMapper.AddTypeHandler(new InstantHandler());
#pragma warning restore CA2255
}
