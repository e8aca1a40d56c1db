namespace Tipstaff.Checks;

/// <summary>Spreads the first checks of many courts over an interval; the later ones keep that distance.</summary>
public static class CheckSpread
{
    /// <summary>When a court is asked first after a start.</summary>
    /// <param name="due">When it is due by what is stored of it, UTC; what is not overdue stays as it is.</param>
    /// <param name="place">Its place among the courts, from 0.</param>
    /// <param name="courts">How many there are.</param>
    /// <param name="start">The moment of the start, UTC.</param>
    /// <param name="every">The interval.</param>
    public static DateTimeOffset FirstDueAt(DateTimeOffset due, int place, int courts, DateTimeOffset start, TimeSpan every) =>
        due > start ? due : start + (every * place / courts);
}
