using Tipstaff.Courts;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>Others who write the same rows: what is read before is out of date then.</summary>
internal static class StoreRivals
{
    public static void Touch(this InMemoryStore store, CourtId court)
    {
        if (store.Courts.TryGetValue(court.Value, out var state))
        {
            store.Courts[court.Value] = state with { Version = state.Version + 1 };
        }
    }

    public static void Touch(this InMemoryStore store, IReadOnlyList<Subscription> rows)
    {
        foreach (var row in rows)
        {
            if (store.SubscriptionRows.TryGetValue(row.Id, out var stored))
            {
                store.SubscriptionRows[row.Id] = stored with { Version = stored.Version + 1 };
            }
        }
    }
}
