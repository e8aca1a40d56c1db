using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Measures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>Checks without retries, for tests that are about something else.</summary>
internal static class SomeChecks
{
    public static CheckCourt Of(IFeedSource source, IDockets dockets, ISubscriptions subscriptions, TimeProvider clock, TimeSpan? every = null, ILogger<CheckCourt>? logger = null)
    {
        var options = Options.Create(new CheckOptions { Every = every ?? TimeSpan.FromSeconds(60), Retries = 0 });
        var breakers = Options.Create(new BreakerOptions());
        return new CheckCourt(
            new CheckPipeline(source, options, breakers, clock),
            dockets,
            subscriptions,
            new RecordingQueue(),
            new CourtBreakers(CourtDirectory.Default, breakers),
            options,
            TipstaffMeter.Unheard,
            clock,
            logger ?? NullLogger<CheckCourt>.Instance);
    }
}
