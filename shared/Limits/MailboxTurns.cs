using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Limits;

/// <summary>Keeps the requests for confirmation in bounds that go to one mailbox under many addresses: <c>ada+1@…</c>, <c>ada+2@…</c>.</summary>
/// <remarks>
/// Each address is asked once a day at most, but what stands behind a plus anybody can make up. The address without it has its own turn,
/// which nobody else takes. Turns are claimed by conditional writes, so that they hold for all instances; no address is stored.
/// </remarks>
public sealed class MailboxTurns(INonces claims, SubscriberIds ids, IOptions<LimitOptions> limits)
{
    // No signing key can have it as its id.
    private const string ClaimedBy = "~mailbox";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    /// <summary>Takes one of the mailbox's turns on a day; none is needed for an address without a plus.</summary>
    /// <returns>False when there is none left.</returns>
    public async Task<bool> TryTakeAsync(EmailAddress address, DateOnly day, CancellationToken cancellationToken)
    {
        if (address.WithoutTag is not { } mailbox)
        {
            return true;
        }

        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        for (var turn = 1; turn <= limits.Value.ConfirmationsPerMailbox; turn++)
        {
            if (await claims.TryUseAsync(ClaimedBy, $"{ids.Of(mailbox).Value}|{day:yyyy-MM-dd}|{turn}", midnight + KeptFor, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
