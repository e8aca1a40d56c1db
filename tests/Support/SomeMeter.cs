using Tipstaff.Measures;

namespace Tipstaff.Tests.Support;

/// <summary>Measures of tests that are about something else.</summary>
internal static class SomeMeter
{
    /// <summary>One that nobody listens to.</summary>
    public static TipstaffMeter Unheard => TipstaffMeter.Unheard;
}
