namespace TelegramCrm.Sync.Transform;

/// <summary>A step needs marts, and none were ever computed.</summary>
public sealed class NoMartsException() : Exception("the warehouse holds no computed figures yet; run `tgcrm sync`, or `tgcrm transform` when data is loaded already");
