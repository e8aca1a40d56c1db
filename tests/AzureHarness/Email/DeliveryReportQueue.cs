using System.Globalization;
using System.Text.Json.Nodes;

namespace Tipstaff.AzureHarness;

/// <summary>What Event Grid would post to a webhook of what became of mails. It may post twice and in any order: so may a test.</summary>
public sealed class DeliveryReportQueue
{
    private const string ReportKind = "Microsoft.Communication.EmailDeliveryReportReceived";

    private readonly TimeProvider _time;
    private readonly Queue<(SentMail Mail, DateTimeOffset At, Guid Id)> _waiting = new();

    internal DeliveryReportQueue(TimeProvider time) => _time = time;

    /// <summary>How many reports wait, due or not.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>When the next report is due, UTC; null when none waits.</summary>
    public DateTimeOffset? DueAt => _waiting.TryPeek(out var next) ? next.At : null;

    /// <summary>Takes the due reports out, as the body of one POST in Event Grid's own schema.</summary>
    /// <param name="max">How many at most.</param>
    /// <returns>Null when none is due.</returns>
    public string? Take(int max = int.MaxValue)
    {
        var events = new JsonArray([.. Due(max).Select(report => GridEvent(report.Mail, report.At, report.Id))]);
        return events.Count == 0 ? null : events.ToJsonString();
    }

    /// <summary>Takes the due reports out, as the body of one POST in the schema of CloudEvents 1.0.</summary>
    /// <param name="max">How many at most.</param>
    /// <returns>Null when none is due.</returns>
    public string? TakeCloudEvents(int max = int.MaxValue)
    {
        var events = new JsonArray([.. Due(max).Select(report => CloudEvent(report.Mail, report.At, report.Id))]);
        return events.Count == 0 ? null : events.ToJsonString();
    }

    /// <summary>The body of the POST by which Event Grid asks whether it may post here.</summary>
    public static string Handshake(string validationCode) => new JsonArray(new JsonObject
    {
        ["id"] = "2d1781af-3a4c-4d7c-bd0c-e34b19da4e66",
        ["topic"] = "/subscriptions/x",
        ["subject"] = "",
        ["data"] = new JsonObject { ["validationCode"] = validationCode, ["validationUrl"] = "https://rp-eastus.eventgrid.example/validate?id=1" },
        ["eventType"] = "Microsoft.EventGrid.SubscriptionValidationEvent",
        ["eventTime"] = "2026-01-05T14:00:00.0000000Z",
        ["metadataVersion"] = "1",
        ["dataVersion"] = "1",
    }).ToJsonString();

    internal void Add(SentMail mail, DateTimeOffset at, Guid id) => _waiting.Enqueue((mail, at, id));

    private List<(SentMail Mail, DateTimeOffset At, Guid Id)> Due(int max)
    {
        var due = new List<(SentMail, DateTimeOffset, Guid)>();
        while (due.Count < max && _waiting.TryPeek(out var next) && next.At <= _time.GetUtcNow())
        {
            due.Add(_waiting.Dequeue());
        }

        return due;
    }

    private static JsonObject GridEvent(SentMail mail, DateTimeOffset at, Guid id) => new()
    {
        ["id"] = id.ToString("D"),
        ["topic"] = "/subscriptions/x/resourcegroups/y/providers/microsoft.communication/communicationservices/z",
        ["subject"] = $"sender/{mail.Sender}/message/{mail.OperationId}",
        ["data"] = Data(mail, at),
        ["eventType"] = ReportKind,
        ["dataVersion"] = "1.0",
        ["metadataVersion"] = "1",
        ["eventTime"] = Time(at),
    };

    private static JsonObject CloudEvent(SentMail mail, DateTimeOffset at, Guid id) => new()
    {
        ["id"] = id.ToString("D"),
        ["source"] = "/subscriptions/x/resourcegroups/y/providers/microsoft.communication/communicationservices/z",
        ["subject"] = $"sender/{mail.Sender}/message/{mail.OperationId}",
        ["data"] = Data(mail, at),
        ["type"] = ReportKind,
        ["time"] = Time(at),
        ["specversion"] = "1.0",
    };

    private static JsonObject Data(SentMail mail, DateTimeOffset at) => new()
    {
        ["sender"] = mail.Sender,
        ["recipient"] = mail.Recipient,
        ["internetMessageId"] = mail.InternetMessageId,
        ["messageId"] = mail.OperationId,
        ["status"] = mail.Fate.Status,
        ["deliveryStatusDetails"] = new JsonObject { ["statusMessage"] = mail.Fate.Details, ["recipientMailServerHostName"] = "mx.example.com" },
        ["deliveryAttemptTimestamp"] = Time(at),
    };

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
}
