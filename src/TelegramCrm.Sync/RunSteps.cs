namespace TelegramCrm.Sync;

/// <summary>The steps of a run, in the order they are taken.</summary>
[Flags]
public enum RunSteps
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Look at tickets that nobody has. Alone it is no run of its own: decisions stand in their own record.</summary>
    Assign = 128,

    /// <summary>Bring the CRM's templates up to the approved responses. Alone it is no run of its own either.</summary>
    Propagate = 256,

    /// <summary>Attach articles to new tickets. Alone it is no run of its own either.</summary>
    Suggest = 512,

    /// <summary>Read the CRM into <c>raw</c>.</summary>
    Extract = 1,

    /// <summary>Compare <c>raw</c> with the CRM, record by record.</summary>
    Reconcile = 32,

    /// <summary>Compare the targets with what they are known to hold.</summary>
    ReconcileTargets = 64,

    /// <summary>Build staging and marts, and test them.</summary>
    Transform = 2,

    /// <summary>Write Parquet and the read-only DuckDB.</summary>
    Publish = 4,

    /// <summary>Write the HTML reports.</summary>
    Report = 8,

    /// <summary>Send what changed to the connectors.</summary>
    Push = 16,
}
