namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>What a request's signature says of it.</summary>
public enum SignatureVerdict
{
    /// <summary>There is no signature, or more than one.</summary>
    NotSigned,

    /// <summary>No secret of ours made the signature for this body.</summary>
    Forged,

    /// <summary>Its timestamp is missing, or lies outside the tolerance: it may be a recording.</summary>
    Stale,

    /// <summary>It is the CRM's, and fresh.</summary>
    Genuine,
}
