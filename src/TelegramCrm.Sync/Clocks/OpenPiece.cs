using NodaTime;

namespace TelegramCrm.Sync.Clocks;

/// <summary>A stretch of open time on one local date under one offset; half-open.</summary>
/// <param name="Date">The date that the wall clock shows in it.</param>
/// <param name="Offset">The wall clock's distance from UTC in it.</param>
/// <param name="OpensAt">Its first instant.</param>
/// <param name="ClosesAt">The first instant after it; later than <paramref name="OpensAt"/>.</param>
internal readonly record struct OpenPiece(LocalDate Date, Offset Offset, Instant OpensAt, Instant ClosesAt);
