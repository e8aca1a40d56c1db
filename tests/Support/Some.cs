using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>Builders with defaults: a test names only what it is about. Ada follows Doe v. Roe in nysd, on a Monday at nine.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Monday9Am = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    public static readonly CourtId Nysd = CourtId.Parse("nysd");

    public static readonly DocketNumber DoeVRoe = DocketNumber.Parse("1:26-cv-01234");

    public static readonly EmailAddress Ada = EmailAddress.Parse("ada@example.com");

    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static DocketEntry Entry(
        string sequence = "10",
        string? number = "3",
        DateTimeOffset? enteredAt = null,
        bool timed = true,
        string court = "nysd",
        string docket = "1:26-cv-01234",
        string caseId = "612345",
        string caption = "Doe v. Roe",
        string? document = "127022264358",
        params string[] labels) =>
        new()
        {
            Identity = EntryIdentity.OfSequence(CourtId.Parse(court), caseId, sequence),
            Court = CourtId.Parse(court),
            Docket = DocketNumber.Parse(docket),
            DocketAsWritten = docket,
            Caption = caption,
            CaseId = caseId,
            Sequence = sequence,
            Number = number,
            Document = document is null ? null : DocumentId.Parse(document),
            DocumentLink = document is null ? null : $"https://ecf.{court}.uscourts.gov/doc1/{document}",
            DocketLink = $"https://ecf.{court}.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}",
            EnteredAt = timed ? enteredAt ?? Monday9Am : null,
            Labels = labels is [] ? ["Notice of Appearance"] : labels,
        };

    public static FollowRequest? Request(string email, string court, string? docket) =>
        FollowRequest.Read(new FollowFields { Email = email, Court = court, DocketNumber = docket }, out _);

    public static Subscription Subscription(
        string address = "ada@example.com",
        string court = "nysd",
        string docket = "1:26-cv-01234",
        DateTimeOffset? requestedAt = null,
        DateTimeOffset? confirmedAt = null,
        bool confirmed = true)
    {
        var mailbox = EmailAddress.Parse(address);
        var requested = requestedAt ?? Monday9Am.AddDays(-1);
        var pending = Tipstaff.Subscriptions.Subscription.ToCase(
            SubscriberId.Of(mailbox, Key), mailbox, CourtId.Parse(court), DocketNumber.Parse(docket), requested);
        return confirmed ? pending.Confirmed(confirmedAt ?? requested) : pending;
    }

    /// <summary>The same, told to a webhook in place of the address; verified when it was confirmed.</summary>
    public static Subscription Hooked(Subscription byMail, WebhookUrl? url = null)
    {
        var webhook = url ?? WebhookReceiver.Url;
        return byMail with
        {
            Id = byMail.Docket is null
                ? SubscriptionId.OfCourt(byMail.Subscriber, byMail.Court!, webhook)
                : SubscriptionId.OfCase(byMail.Subscriber, byMail.Court!, byMail.Docket, webhook),
            Webhook = webhook,
            VerifiedAt = byMail.ConfirmedAt,
        };
    }

    public static Alert Alert(Subscription? subscription = null, DateTimeOffset? createdAt = null, params DocketEntry[] entries)
    {
        var owner = subscription ?? Subscription();
        IReadOnlyList<DocketEntry> told = entries is [] ? [Entry()] : entries;
        return new Alert
        {
            Id = AlertId.Of(owner.Id, told.Select(entry => entry.Identity)),
            Subscription = owner.Id,
            Subscriber = owner.Subscriber,
            Court = owner.Court ?? Nysd,
            Docket = owner.Docket ?? DoeVRoe,
            Entries = told,
            Coverage = "all",
            IsWebhook = owner.Webhook is not null,
            CreatedAt = createdAt ?? Monday9Am,
        };
    }
}
