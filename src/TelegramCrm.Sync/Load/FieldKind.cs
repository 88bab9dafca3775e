namespace TelegramCrm.Sync.Load;

/// <summary>What a field's value must be; null is allowed wherever a field is not required.</summary>
public enum FieldKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    WholeNumber,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>An RFC 3339 instant with an offset.</summary>
    Instant,

    /// <summary>A list of strings.</summary>
    Texts,

    /// <summary>An object of a known shape.</summary>
    Nested,

    /// <summary>Any JSON value; not looked into.</summary>
    Anything,

    /// <summary>A list of records of another stream, which are loaded there and left out of this body.</summary>
    Records,
}
