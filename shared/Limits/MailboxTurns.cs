using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Limits;

/// <summary>
/// Keeps the requests for confirmation in bounds that one person gets under many addresses: <c>ada+1@…</c> and <c>a.da@gmail.com</c>, or
/// any name at all in a domain of their own.
/// </summary>
/// <remarks>
/// Each address is asked once a day at most, but others that lead to the same inbox anybody can make up. The plainest of them has its own
/// turn, which nobody else takes. Turns are claimed by conditional writes, so that they hold for all instances; no address is stored.
/// </remarks>
public sealed class MailboxTurns(INonces claims, SubscriberIds ids, IOptions<LimitOptions> limits)
{
    // No signing key can have it as its id.
    private const string ClaimedBy = "~mailbox";

    // The fuller a domain's day is, the less likely is a free one among them: near its limit some are put off a day early.
    private const int Tries = 8;

    private const int LabelsOfAnOwner = 2;
    private const int LongestOfARegistry = 3;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    // Whose mailboxes are many people's: there is nobody who gets the mail of all of them.
    private static readonly FrozenSet<string> OfManyPeople = new[]
    {
        "aol.com", "att.net", "bellsouth.net", "charter.net", "comcast.net", "cox.net", "earthlink.net", "fastmail.com", "gmail.com", "gmx.com", "googlemail.com", "hotmail.com",
        "icloud.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "optonline.net", "outlook.com", "pm.me", "proton.me", "protonmail.com", "sbcglobal.net", "uscourts.gov",
        "usdoj.gov", "verizon.net", "yahoo.com", "ymail.com", "zoho.com",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Takes a turn of the inbox on a day, and one of its domain; the plainest address of an inbox needs none of the first, a domain of many people's mailboxes none of the second.</summary>
    /// <returns>False when there is none left.</returns>
    public async Task<bool> TryTakeAsync(EmailAddress address, DateOnly day, CancellationToken cancellationToken) =>
        await TryTakeOfInboxAsync(address, day, cancellationToken) && await TryTakeOfDomainAsync(address, day, cancellationToken);

    private async Task<bool> TryTakeOfInboxAsync(EmailAddress address, DateOnly day, CancellationToken cancellationToken)
    {
        var inbox = address.Inbox;
        if (inbox.Normalized == address.Normalized)
        {
            return true;
        }

        for (var turn = 1; turn <= limits.Value.ConfirmationsPerMailbox; turn++)
        {
            if (await TryClaimAsync(inbox, day, turn, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    // Not one after the other, as there are too many to ask about them all.
    private async Task<bool> TryTakeOfDomainAsync(EmailAddress address, DateOnly day, CancellationToken cancellationToken)
    {
        if (OfManyPeople.Contains(address.Domain) || !EmailAddress.TryParse($"any@{OwnerOf(address.Domain)}", out var domain))
        {
            return true;
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var place = ContentKey.Of(ids.Of(address).Value, $"{day:O}", $"{attempt}");
            var turn = int.Parse(place.AsSpan(0, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % limits.Value.ConfirmationsPerDomain;
            if (await TryClaimAsync(domain, day, -1 - turn, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    // clerks.firm.example  -->  firm.example, as who owns that may have any name below it; firm.co.uk stays
    private static string OwnerOf(string domain)
    {
        var labels = domain.Split('.');
        var count = labels.Length > LabelsOfAnOwner && labels[^2].Length <= LongestOfARegistry ? LabelsOfAnOwner + 1 : LabelsOfAnOwner;
        return string.Join('.', labels.TakeLast(count));
    }

    private Task<bool> TryClaimAsync(EmailAddress whose, DateOnly day, int turn, CancellationToken cancellationToken) => claims.TryUseAsync(
        ClaimedBy, $"{ids.Of(whose).Value}|{day:yyyy-MM-dd}|{turn}", new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + KeptFor, cancellationToken);
}
