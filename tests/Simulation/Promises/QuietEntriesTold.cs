using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 6, its other half: entry numbers that a feed left out are told once, and only those.</summary>
internal static class QuietEntriesTold
{
    public static IEnumerable<string> Check(SimulatedWorld world, Told told)
    {
        var shown = told.Filed.Values.Where(entry => entry.Number is not null).ToLookup(entry => (entry.Court, entry.Docket, entry.Number));
        foreach (var alerts in told.Alerts.GroupBy(one => one.Alert.Subscription))
        {
            var numbers = new HashSet<int>();
            foreach (var (alert, copies) in alerts.Where(one => one.Alert.Quiet is not null))
            {
                foreach (var number in alert.Quiet!.Ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1)))
                {
                    world.Count("quiet entries told");
                    if (!numbers.Add(number))
                    {
                        yield return $"6: quiet entry {number} was told twice to subscription {alerts.Key}";
                    }

                    // What was stored long before the alert was made is known, and not quiet.
                    var known = shown[(alert.Court, alert.Docket, number.ToString())]
                        .FirstOrDefault(entry => world.Truth.Stored.TryGetValue(entry.Identity, out var stored) && stored.At < copies[0].At.AddDays(-1));
                    if (known is not null)
                    {
                        yield return $"6: {known.Identity} is told as quiet and was stored before";
                    }
                }

                if (!copies[0].Mail.Text.Contains("not in the", StringComparison.Ordinal))
                {
                    yield return $"6: the mail {copies[0].Mail.MessageId} does not show its quiet entries";
                }
            }
        }
    }
}
