using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Communication.Email;

namespace Tipstaff.AzureHarness;

/// <summary>The mail service of a cloud: what it has taken, what becomes of it, and its temper.</summary>
public sealed partial class EmailService
{
    private const string MessageIdHeader = "Message-ID";
    private const string ValidateHeader = "x-ms-acsemail-validate-message-id";

    private static readonly TimeSpan FirstSuppression = TimeSpan.FromHours(24);

    private readonly AzureCloud _cloud;
    private readonly List<SentMail> _taken = [];
    private readonly Dictionary<string, SentMail> _operations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messageIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Until, int Bounces)> _suppressed = new(StringComparer.OrdinalIgnoreCase);
    private int _lastId;

    internal EmailService(AzureCloud cloud)
    {
        _cloud = cloud;
        Reports = new DeliveryReportQueue(cloud.Time);
    }

    /// <summary>The quota of sends; 30 a minute and 100 an hour unless changed.</summary>
    public EmailQuota Quota { get; } = new(perMinute: 30, perHour: 100);

    /// <summary>The quota of looks at the status; 60 a minute and 200 an hour unless changed.</summary>
    public EmailQuota StatusQuota { get; } = new(perMinute: 60, perHour: 200);

    /// <summary>Whether a second send under a known operation id changes nothing. Not documented, so that both can be tried.</summary>
    public bool DeduplicatesOperationIds { get; set; } = true;

    /// <summary>Whether a send to a suppressed recipient is refused at once; else it fails a little later. Not documented.</summary>
    public bool RefusesSuppressedAtOnce { get; set; }

    /// <summary>Headers with which it refuses a mail; none unless added. Which ones it lets pass is not documented.</summary>
    public ISet<string> RefusedHeaders { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long handing over takes it after it has taken a mail: until then its status is Running.</summary>
    public TimeSpan HandOverTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after taking a mail its delivery report comes.</summary>
    public TimeSpan ReportTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of a mail that is not suppressed: it is delivered, unless changed.</summary>
    public Func<SentMail, DeliveryFate> Fate { get; set; } = _ => DeliveryFate.Delivered;

    /// <summary>How long handing over a mail takes, where it differs from <see cref="HandOverTime"/>; null where it does not.</summary>
    public Func<SentMail, TimeSpan?> LongHandOver { get; set; } = _ => null;

    /// <summary>Told of each mail that it takes, when it has.</summary>
    public Action<SentMail>? OnTaken { get; set; }

    /// <summary>Told of each send under an operation id that it knows, which changes nothing.</summary>
    public Action<string>? OnKnown { get; set; }

    /// <summary>All mails that it has taken, in order.</summary>
    public IReadOnlyList<SentMail> Taken => _taken;

    /// <summary>The mails that arrived, or will.</summary>
    public IReadOnlyList<SentMail> Mailbox => [.. _taken.Where(mail => mail.Fate.Status == DeliveryFate.Delivered.Status)];

    /// <summary>The delivery reports that it hands to Event Grid.</summary>
    public DeliveryReportQueue Reports { get; }

    /// <summary>Puts an address on the suppression list: for 24 hours, and twice as long each further time.</summary>
    public void Suppress(string address)
    {
        var bounces = _suppressed.GetValueOrDefault(address).Bounces + 1;
        _suppressed[address] = (_cloud.Time.GetUtcNow() + (FirstSuppression * Math.Min(1 << Math.Min(bounces - 1, 3), 8)), bounces);
    }

    internal Guid NextId() => new(++_lastId, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>Takes a mail: 202.</summary>
    /// <exception cref="RequestFailedException">400 or 429.</exception>
    internal Response Take(EmailMessage message, string operationId, string instance)
    {
        var now = _cloud.Time.GetUtcNow();
        Quota.Count(now);
        if (DeduplicatesOperationIds && _operations.ContainsKey(operationId))
        {
            OnKnown?.Invoke(operationId);
            return EmailResponse.Of(202);
        }

        if (message.Headers.Keys.FirstOrDefault(RefusedHeaders.Contains) is { } refused)
        {
            throw EmailResponse.Refusal(400, "BadRequest", $"The header '{refused}' is not allowed.");
        }

        List<EmailAddress> recipients = [.. message.Recipients.To, .. message.Recipients.CC, .. message.Recipients.BCC];
        if (RefusesSuppressedAtOnce && recipients.TrueForAll(recipient => IsSuppressed(recipient.Address, now)))
        {
            throw EmailResponse.Refusal(400, "EmailDroppedAllRecipientsSuppressed", "Message dropped because all recipients were suppressed");
        }

        var messageId = MessageIdOf(message);
        _messageIds.Add(messageId);
        foreach (var recipient in recipients)
        {
            var mail = new SentMail(
                operationId,
                messageId,
                now,
                message.SenderAddress,
                recipient.Address,
                message.Content.Subject,
                message.Content.PlainText,
                message.Content.Html,
                message.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase))
            { Instance = instance };
            Accept(mail, now);
        }

        return EmailResponse.Of(202);
    }

    /// <summary>Says how far a send has come: 200.</summary>
    /// <exception cref="RequestFailedException">404 or 429.</exception>
    internal EmailStatus Look(string operationId)
    {
        var now = _cloud.Time.GetUtcNow();
        StatusQuota.Count(now);
        if (!_operations.TryGetValue(operationId, out var mail))
        {
            throw EmailResponse.Refusal(404, "NotFound", "The operation id does not exist.");
        }

        var isOver = now >= mail.At + mail.HandOverTime;
        var error = isOver ? mail.Fate.Error : null;
        var status = !isOver ? EmailSendStatus.Running : error is not null ? EmailSendStatus.Failed : EmailSendStatus.Succeeded;
        return new EmailStatus(EmailResponse.Of(200), new EmailSendResult(operationId, status), error);
    }

    // <guid@domain.com>, as the documentation has it: no <guid>, no <guid.domain>, not without brackets
    [GeneratedRegex("""^<[^<>@\s]+@[^<>@\s.]+(\.[^<>@\s.]+)+>$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WellFormedMessageId { get; }

    private static string? Header(EmailMessage message, string name) =>
        message.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private string MessageIdOf(EmailMessage message)
    {
        var isValidated = bool.TryParse(Header(message, ValidateHeader), out var validate) && validate;
        if (Header(message, MessageIdHeader) is { } given)
        {
            if (WellFormedMessageId.IsMatch(given) && !_messageIds.Contains(given))
            {
                return given;
            }

            if (isValidated)
            {
                throw EmailResponse.Refusal(400, "BadRequest", "The internet message ID in the headers is malformed or already used.");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"<{NextId():N}@{_cloud.Name}.azurecomm.example>");
    }

    private bool IsSuppressed(string address, DateTimeOffset now) => _suppressed.TryGetValue(address, out var entry) && now < entry.Until;

    private void Accept(SentMail mail, DateTimeOffset now)
    {
        mail = mail with
        {
            Fate = IsSuppressed(mail.Recipient, now) ? DeliveryFate.Suppressed : Fate(mail),
            HandOverTime = LongHandOver(mail) ?? HandOverTime,
        };
        if (mail.Fate.Status == "Bounced")
        {
            Suppress(mail.Recipient);
        }

        _taken.Add(mail);
        _operations[mail.OperationId] = mail;
        Reports.Add(mail, now + ReportTime, NextId());
        OnTaken?.Invoke(mail);
    }
}
