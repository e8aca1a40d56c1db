namespace Tipstaff.Subscriptions;

/// <summary>How pages and mails name a cadence.</summary>
internal static class CadenceWords
{
    /// <summary>It, in words.</summary>
    public static string Of(Cadence cadence) => cadence switch
    {
        Cadence.Hourly => "one e-mail an hour",
        Cadence.Daily => "one e-mail a day",
        Cadence.Weekly => "one e-mail a week",
        _ => "an e-mail for each entry, at once",
    };

    /// <summary>It, as a choice of a list.</summary>
    public static string Choice(Cadence cadence) => Of(cadence) is [var first, .. var rest] ? $"{char.ToUpperInvariant(first)}{rest}" : "";
}
