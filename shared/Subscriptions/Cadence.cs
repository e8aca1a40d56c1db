namespace Tipstaff.Subscriptions;

/// <summary>How soon a subscriber is told.</summary>
public enum Cadence
{
    /// <summary>An e-mail for each alert, at once.</summary>
    Immediate,

    /// <summary>One e-mail an hour.</summary>
    Hourly,

    /// <summary>One e-mail a day.</summary>
    Daily,

    /// <summary>One e-mail a week.</summary>
    Weekly,
}
